#!/bin/sh
# github.com/oapi-codegen/oapi-codegen/v2 v2.8.2 with github.com/oapi-codegen/runtime v1.9.0: a generated client writes a form body
# without regard to the body's `encoding`. A list with style form and explode false, which is a=7,8 by OpenAPI, goes out as
# ids[0]=7&ids[1]=8, and a map of style deepObject, custom[a]=x by OpenAPI, as Go prints it: custom=map[a:x]. No error is given.
# Seen: custom=map[a:x]&ids[0]=7&ids[1]=8
# Exits with 1 when it behaves otherwise, with 2 when it can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >api.yaml <<'END'
openapi: 3.0.3
info: {title: Forms, version: "1"}
paths:
  /things:
    post:
      operationId: saveThing
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              properties:
                ids: {type: array, items: {type: integer}}
                custom: {type: object, additionalProperties: {type: string}}
            encoding:
              ids: {style: form, explode: false}
              custom: {style: deepObject, explode: true}
      responses: {"204": {description: Saved.}}
END
mkdir api
cat >main.go <<'END'
package main

import (
	"fmt"
	"io"
	"net/url"

	"example.test/forms/api"
)

func main() {
	ids, custom := []int{7, 8}, map[string]string{"a": "x"}
	req, err := api.NewSaveThingRequestWithFormdataBody("http://127.0.0.1", api.SaveThingFormdataRequestBody{Ids: &ids, Custom: &custom})
	if err != nil {
		fmt.Println("error:", err)
		return
	}
	body, _ := io.ReadAll(req.Body)
	form, _ := url.QueryUnescape(string(body))
	fmt.Println(form)
}
END
(
	go mod init example.test/forms
	go get -tool github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2
	go get github.com/oapi-codegen/runtime@v1.9.0
	go tool oapi-codegen -package api -generate types,client -o api/api.gen.go api.yaml
	go mod tidy
	go build -o forms .
) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./forms | tee seen
[ "$(cat seen)" = 'custom=map[a:x]&ids[0]=7&ids[1]=8' ]

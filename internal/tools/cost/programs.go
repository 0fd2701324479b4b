//go:build unix

package main

import "strings"

// program makes one call with each of the two packages, PACKAGE.
type program struct{ ours, stock string }

const plainProgram = `package main

import (
	"encoding/json"
	"fmt"
	"net/http"
)

func main() {
	response, err := http.Get("https://vendor.example/api/things")
	if err != nil {
		panic(err)
	}
	defer response.Body.Close()
	var list struct{ Things []struct{ ID int } }
	fmt.Println(json.NewDecoder(response.Body).Decode(&list), len(list.Things))
}
`

const oneCall = `package main

import (
	"context"
	"fmt"

	client "PACKAGE"
)

func main() {
	c, err := client.NEW("https://vendor.example/api")
	if err != nil {
		panic(err)
	}
	response, err := c.CALL
	fmt.Println(response, err)
}
`

func callOf(ours, stock string) program {
	of := func(constructor, call string) string {
		return strings.NewReplacer("NEW", constructor, "CALL", call).Replace(oneCall)
	}
	return program{of("NewClient", ours), of("NewClientWithResponses", stock)}
}

// calls has for every vendor a list that people read every day.
var calls = map[string]program{
	"halo":       callOf("Tickets.List(context.Background(), nil)", "ListTicketsWithResponse(context.Background(), nil)"),
	"holaspirit": callOf(`Roles.List(context.Background(), "id", nil)`, `ListRolesWithResponse(context.Background(), "id", nil)`),
	"humanity":   callOf("Shifts.List(context.Background(), nil)", "ListShiftsWithResponse(context.Background(), nil)"),
	"spiro":      callOf("Companies.List(context.Background(), nil)", "ListCompaniesWithResponse(context.Background(), nil)"),
}

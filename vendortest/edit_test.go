package vendortest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/vendortest"
)

func TestEdit(t *testing.T) {
	t.Parallel()
	server := vendortest.NewSpiro(t)
	server.Fail(vendortest.Fault{Operation: "listCompanies", Status: 203, Edit: func(operation string, body any) any {
		rows := body.(map[string]any)["data"].([]any)
		for _, row := range rows {
			row.(map[string]any)["id"] = json.Number("7")
		}
		return map[string]any{"operation": operation, "data": rows[:1]}
	}})
	get := func() (int, string) {
		request, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/companies", nil)
		request.Header.Set("Authorization", "Bearer "+server.Credentials().AccessToken)
		request.Header.Set("X-Api-Version", "1")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		data, _ := io.ReadAll(response.Body)
		return response.StatusCode, string(data)
	}
	status, body := get()
	if status != 203 || !strings.Contains(body, `"operation":"listCompanies"`) || !strings.Contains(body, `"id":7`) || strings.Count(body, `"attributes"`) != 1 {
		t.Errorf("%d: %.300s", status, body)
	}
	if status, body := get(); status != 200 || strings.Contains(body, `"operation"`) {
		t.Errorf("after the fault %d: %.300s", status, body)
	}
}

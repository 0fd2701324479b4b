package logins

import (
	"context"
	"slices"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// Secrets lists what must never be shown of the login: its tokens, those that it was found with and those that the store has now, and the
// application's secret.
func (l Login) Secrets(ctx context.Context) (secrets []string) {
	records := []auth.Record{l.Record}
	if l.Store != nil {
		if now, err := l.Store.Load(context.WithoutCancel(ctx), l.Key); err == nil {
			records = append(records, now)
		}
	}
	for _, record := range records {
		s, _ := SettingsOf(record)
		for _, secret := range []auth.Secret{record.AccessToken, record.RefreshToken, s.ClientSecret} {
			if text := secret.Reveal(); len(text) >= wiretext.ShortestSecret && !slices.Contains(secrets, text) {
				secrets = append(secrets, text)
			}
		}
	}
	return secrets
}

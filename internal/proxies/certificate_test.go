package proxies

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// The certificate of all servers here. The client finds it where it finds any: TestMain names it as the system's.
var certificate, certificateKey []byte

func TestMain(m *testing.M) {
	if os.Getenv("VENDORKIT_PROXIES") == "" {
		os.Exit(m.Run())
	}
	dir, err := os.MkdirTemp("", "vendorkit-proxies-")
	if err != nil {
		panic(err)
	}
	if certificate, certificateKey, err = selfSigned(); err == nil {
		name := filepath.Join(dir, "ca.pem")
		if err = os.WriteFile(name, certificate, 0o600); err == nil {
			err = os.Setenv("SSL_CERT_FILE", name)
		}
	}
	if err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

func selfSigned() (certificate, key []byte, err error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		return nil, nil, err
	}
	der2, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return nil, nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der2}), nil
}

// keyPair writes the certificate and its key into a folder, for a program.
func keyPair(t *testing.T) (certificateFile, keyFile string) {
	t.Helper()
	dir := t.TempDir()
	give(t, dir)
	certificateFile, keyFile = filepath.Join(dir, "certificate.pem"), filepath.Join(dir, "key.pem")
	for name, data := range map[string][]byte{certificateFile: certificate, keyFile: certificateKey} {
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return certificateFile, keyFile
}

func serverTLS(t *testing.T) *tls.Config {
	t.Helper()
	pair, err := tls.X509KeyPair(certificate, certificateKey)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}}
}

//go:build unix

package main

import "os"

// workspace returns the module's folder and a temporary one for what is made of it, which done removes.
func workspace() (root, work string, done func(), err error) {
	if root, err = os.Getwd(); err != nil {
		return "", "", nil, err
	}
	if work, err = os.MkdirTemp("", "cost-"); err != nil {
		return "", "", nil, err
	}
	return root, work, func() { os.RemoveAll(work) }, nil
}

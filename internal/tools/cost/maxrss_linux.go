package main

const maxrssUnit = 1024 // Linux counts kibibytes

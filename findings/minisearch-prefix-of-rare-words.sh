#!/bin/sh
# minisearch 7.2.0 (npm): with prefix search, a document with a rare longer word ranks above those that have the very word, when many have
# it: each word that is found is weighed by how rare it is itself, and a prefix's hit is only scaled down by its weight. Lowering that
# weight from the usual 0.375 to a twentieth doesn't turn it round. Who searches names, where the exact one is meant, has to rank exact hits
# beforehand.
# Seen, for "status" among 40 documents with the word and one with "statuspage": statuspage first, by a weight of 0.375, 0.2 and 0.05.
# Exits with 1 when it behaves otherwise, with 2 when it can't be run.
set -eu
command -v npm >/dev/null || exit 2

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >search.cjs <<'END'
const MiniSearch = require('minisearch')
const documents = [{ id: 'rare', text: 'statuspage' }]
for (let i = 0; i < 40; i++) documents.push({ id: 'exact' + i, text: 'status' })
const index = new MiniSearch({ fields: ['text'] })
index.addAll(documents)
const first = (options) => (index.search('status', options)[0].id === 'rare' ? 'statuspage first' : 'exact first')
console.log('usual: ' + first({ prefix: true }))
console.log('prefix 0.2: ' + first({ prefix: true, weights: { fuzzy: 0.45, prefix: 0.2 } }))
console.log('prefix 0.05: ' + first({ prefix: true, weights: { fuzzy: 0.45, prefix: 0.05 } }))
END
npm install --silent --no-audit --no-fund minisearch@7.2.0 >get.log 2>&1 || {
	cat get.log
	exit 2
}
node search.cjs | tee out
cat >want <<'END'
usual: statuspage first
prefix 0.2: statuspage first
prefix 0.05: statuspage first
END
cmp -s out want

//go:build pin

package pin

import _ "go.k6.io/k6"

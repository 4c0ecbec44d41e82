// The k6 command with one more output, named perfscale.
package main

import (
	"go.k6.io/k6/v2/cmd"
	"go.k6.io/k6/v2/output"

	"perfscale.ru/k6-output/samples"
)

func main() {
	output.RegisterExtension("perfscale", samples.New)
	cmd.Execute()
}

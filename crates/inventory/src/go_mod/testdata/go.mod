module example.com/app

go 1.21

replace rsc.io/quote => rsc.io/quote/v3 v3.1.0

require (
	github.com/gin-gonic/gin v1.6.0
	golang.org/x/text v0.3.5
	rsc.io/quote v1.5.2
)

require (
	github.com/golang/protobuf v1.3.3 // indirect
	github.com/json-iterator/go v1.1.9 // indirect
	github.com/modern-go/concurrent v0.0.0-20180228061459-e0a39a4cb421 // indirect
	github.com/modern-go/reflect2 v0.0.0-20180701023420-4b7aa43c6742 // indirect
	github.com/ugorji/go/codec v1.1.7 // indirect
	gopkg.in/yaml.v2 v2.2.8 // indirect
	rsc.io/sampler v1.3.0 // indirect
)

//! Microsoft Azure: <https://learn.microsoft.com/purview/sit-defn-all-creds>.
//!
//! Newer keys of Azure have a signature in them, `JQQJ99` or `AzCa` and the like, by which they are known anywhere:
//! <https://github.com/microsoft/security-utilities>.

use crate::proof::{name, shape};
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "azure-storage-account-key",
        title: "Azure Storage Account Key",
        category: "Azure",
        severity: Severity::Critical,
        anchors: &["accountkey", "account_key", "storage_key", "storagekey", "account-key"],
        form: Form::Assigned("[0-9A-Za-z+/]{86}=="),
        entropy: 4.5,
        proof: shape::is_base64_of::<64>,
        examples: in_tests(&[
            "DefaultEndpointsProtocol=https;AccountName=acmedata;AccountKey=YteOyKBub+A7L+YzW29mjCr6mdOk91RkMfJSsloNBFAJntY/vnIEHitsSolCNBXSCD8cuxrz9l25MK1za+/zTQ==;EndpointSuffix=core.windows.net",
            "AZURE_STORAGE_ACCOUNT_KEY=6KDvBLY/8rJfd8yIFYKZwvTVytjX5GWJAlBKVBwcom+LLiY5Ry60XnaIPtmUtp1SOoQK6Sg8CvDAesbsPzZ+ig==",
            r#"{"accountKey": "NxfRpBYKPUkHs4byV8b3hXasQWnNAwSN8OGiOqORybTKuytDOewPJoGlAGgB2Q5iFo1mK5Gb8LZzzuR7++knyg=="}"#,
        ]),
        lookalikes: in_tests(&[
            "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
            "AccountKey=knapn1H0UzPR5caUQRv5aGy4S4VPHeWdvbWW268y1ZA=",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "azure-sas-token",
        title: "Azure Shared Access Signature",
        category: "Azure",
        severity: Severity::High,
        anchors: &["&sig=", "?sig=", ";sig="],
        form: Form::Around {
            before: 400,
            pattern: r"(?i)\A[^\x00]{0,400}?s[vrp]=[^\s\x22'<>]{1,380}[&;?]sig=(?<secret>[A-Za-z0-9%+/]{40,60}(?:%3D|=)?)",
        },
        entropy: 4.0,
        proof: shape::is_signature,
        examples: in_tests(&[
            "https://acme.blob.core.windows.net/data?sv=2024-08-04&ss=b&srt=co&sp=rl&se=2030-12-31T23:59:00Z&sig=oQLsjmVRuJwiv6DEOM6EVvFy86TwXeQCuJx83VhEpt0%3D",
            r#"SAS="sp=r&st=2025-01-01T00:00:00Z&sv=2022-11-02&sr=c&sig=yjO2CfcYD6IrP7TUCudknEkxwKd1wfVSpnAgL0J3wVU%3D""#,
        ]),
        lookalikes: in_tests(&[
            "https://acme.example/?something=1&sig=OA17YaS4jypFyHPHH9i4DJ6LHT2wfBH58Lt4NzJaEWBF",
            "?sv=2024-08-04&ss=b&sig=${SIGNATURE}",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "azure-devops-pat",
        title: "Azure DevOps Personal Access Token",
        category: "Azure",
        severity: Severity::Critical,
        anchors: &["azure_devops", "azuredevops", "azure-devops", "azdo", "ado_pat", "ado_token", "system_accesstoken", "vsts"],
        form: Form::Assigned("[a-z2-7]{52}"),
        entropy: 4.0,
        examples: in_tests(&[
            "AZURE_DEVOPS_EXT_PAT=p5rxtdi4ksimkil65uwhviizoljv752alrgaficnakagmxbafeht",
            r#"{"azureDevopsToken": "6j73dcdvywfzikyipxag7vapctwrjq5vf35qgqko4q2ckos7lqif"}"#,
        ]),
        lookalikes: in_tests(&[
            "AZURE_DEVOPS_EXT_PAT=lk6xsukculbi2bxvwu72oyigypt4ge7buwaa3cjiueswbljyvdi",
            "AZURE_DEVOPS_EXT_PAT=6a5724ba-54ba-40c8-8db1-fce5f15e209d",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "azure-devops-pat-signed",
        title: "Azure DevOps Personal Access Token (with signature)",
        category: "Azure",
        severity: Severity::Critical,
        anchors: &["AZDO"],
        form: Form::Around {
            before: 80,
            pattern: r"\A[^\x00]{0,80}?(?:\A|[^0-9A-Za-z+/])(?<secret>[0-9A-Za-z]{52}JQQJ99[0-9A-Z]{2}[0-9A-Za-z]{16,20}AZDO[0-9A-Za-z]{4})(?:\z|[^0-9A-Za-z+/=])",
        },
        entropy: 3.5,
        examples: in_tests(&[
            concat!("token: Eo6vbKqHCx8oHu6Vgqu1IRewYiWZoa2uXdRODdgmm3q5mnSBKS2VJQQJ99BAACAAAAAAAAAAAAASAZ", "DOUm2L"),
            concat!(r#"{"pat": "agMULMmJ3TQroVXfoMW4ApWtJ1uCnut4wDSN7ddrrsK8Yb0VeWU7JQQJ99CBACAAAAAAAAAAAAASAZ"#, r#"DObf8U"}"#),
        ]),
        lookalikes: in_tests(&[
            "token: QakN3piCaiMZ5JlpsMxRFfXeokyCa7uS4OT0TzywJQQJ99BAACAAAAAAAAAAAAASAZDOOpSm",
            "AZDO_ORGANIZATION=acme",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "azure-entra-client-secret",
        title: "Azure Entra ID Client Secret",
        category: "Azure",
        severity: Severity::Critical,
        anchors: &["7Q~", "8Q~", "9Q~"],
        form: Form::Around { before: 3, pattern: r"\A[^\x00]{0,3}?[0-9A-Za-z_~.]{3}[0-9]Q~[0-9A-Za-z_~.-]{31,34}" },
        entropy: 3.5,
        proof: shape::stands_alone,
        examples: in_tests(&[
            concat!("AZURE_CLIENT_SECRET=zj98", "Q~F1wdKPsLjlD4GKCrqE2LAWBgqHipECqC3P"),
            concat!(r#"{"clientSecret": "MaR8"#, r#"Q~hF5GbjDmobQ0Fnq8vQuTODbLlVYCyXJ.xM"}"#),
        ]),
        lookalikes: in_tests(&[
            "AZURE_CLIENT_SECRET=i9j8Q~JWUDqrRt6OVnUSoOULTD",
            "AZURE_CLIENT_SECRET=Y9R8Q_bYW2lr88X1QpTTmEdPpyJTsmV8coEuTqLg",
            "AZURE_CLIENT_SECRET=85H8Q~dSkFnRs5vvr5O9xZeW2IYbrZKosF6s4CDpan0CZ9yAi1YOch",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "azure-container-registry-credential",
        title: "Azure Container Registry Credential",
        category: "Azure",
        severity: Severity::Critical,
        anchors: &["+ACR"],
        form: Form::Around {
            before: 80,
            pattern: r"\A[^\x00]{0,80}?(?:\A|[^0-9A-Za-z+/])(?<secret>[0-9A-Za-z+/]{42}\+ACR[0-9A-D][0-9A-Za-z+/]{5})(?:\z|[^0-9A-Za-z+/=])",
        },
        entropy: 4.0,
        examples: in_tests(&[
            concat!("ACR_PASSWORD=7L78QYJh8iZ4qRhxJLwiQl3qcbQ00e8PxZ5MPdwYPI+A", "CRCyBZd8"),
            concat!(r#"{"password": "l68bcia6KNrb829j0LaQelYrhDUFSmZzFfhWcKGJf2+A"#, r#"CRBjgDhp"}"#),
        ]),
        lookalikes: in_tests(&[
            "ACR_PASSWORD=Z3Z1vGr1iNIWFv1fIX3rRaEHmNS7lJ+ACRCMqwhh",
            "ACR_PASSWORD=OmR8TX2eI4p3t6PPuQX4g4pD4Vr9w7Hai4ZS1gIGpa+ACRz2FMx0",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "azure-container-registry-credential-signed",
        title: "Azure Container Registry Credential (with signature)",
        category: "Azure",
        severity: Severity::Critical,
        anchors: &["AZCR"],
        form: Form::Around {
            before: 84,
            pattern: r"\A[^\x00]{0,84}?(?:\A|[^0-9A-Za-z+/])(?<secret>[0-9A-Za-z+/]{52}JQQJ99[0-9A-Z]{2}[0-9A-Za-z+/]{10,20}AZCR[0-9A-Za-z+/]{4})(?:\z|[^0-9A-Za-z+/=])",
        },
        entropy: 4.0,
        examples: in_tests(&[
            concat!("ACR_PASSWORD=wtz8vt92JAOfGyJj47EFQSYODlX00B9v9AE5DKodck6Rc1QmP871JQQJ99CBACYeBjFEqg7NAAACAZ", "CRCHcc"),
            concat!(
                r#"{"password": "Y3CU3ZW0wYVLiBA9nzVXnhIxdxKhcDAMKm5nr4w5hTnYFpmRzaRYJQQJ99CAACYeBjFEqg7NAAABAZ"#,
                r#"CRhpQA"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "ACR_PASSWORD=DTpMMearkZXWD509hynZOWkgGNcxxSovwxedW2roJQQJ99CBACYeBjFEqg7NAAACAZCRrlKZ",
            "AZCR=1UrKv5SnhIZKHMIhDkuIDxMwUJggmuVJhvbfro8N6UjKaf9eETcEZEL0Cg5RadsbuKGINnk6P39LPzJRLmcA",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "azure-container-registry-password",
        title: "Azure Container Registry Password",
        category: "Azure",
        severity: Severity::Critical,
        anchors: &[".azurecr.io"],
        form: Form::Around {
            before: 0,
            pattern: r"(?i)\A\.azurecr\.io[^\n]{0,100}?(?:password|pwd|-p)\s*[:= ]\s*[\x22']?(?<secret>[0-9A-Za-z+/]{32})(?:\z|[^0-9A-Za-z+/=])",
        },
        entropy: 4.0,
        examples: in_tests(&[
            "docker login acme.azurecr.io -u acme --password LxXgLS49apuAfipRDsUfPwaQIwzrw2i7",
            r#"registry: acme.azurecr.io, password: "S1U5VSOU0WDR15s4VCCtcpASrsa8vdTn""#,
        ]),
        lookalikes: in_tests(&[
            "docker login acme.azurecr.io -u acme --password $ACR_PASSWORD",
            "acme.azurecr.io/app:2fd4e1c67a2d28fced849ee1bb76e739",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "azure-app-config-connection-string",
        title: "Azure App Configuration Connection String",
        category: "Azure",
        severity: Severity::Critical,
        anchors: &[".azconfig.io;"],
        form: Form::Around {
            before: 60,
            pattern: r"(?i)\A[^\x00]{0,60}?endpoint=https://[a-z0-9-]{1,60}\.azconfig\.io;\s*id=[^;\s]{1,100};\s*secret=(?<secret>[0-9A-Za-z+/]{40,90}={0,2})",
        },
        entropy: 4.0,
        examples: in_tests(&[
            "Endpoint=https://acme.azconfig.io;Id=abcd-l0-s0:OhuDRfEuhUc1uU7HemCQ;Secret=yCUR2OoEQm5991ojyBNoF6nwEnoG/HCSewt3STNIoZo=",
            r#"{"AppConfig": "Endpoint=https://acme.azconfig.io;Id=Jt2vsG;Secret=1MMKjEFrPpe3kWWbD1OgLHcgGnxlP8T1cuRc9pwrwq7K5T7fCroxT1o686YW42GwtLLDA66lXtknKhMToMxc"}"#,
        ]),
        lookalikes: in_tests(&[
            "Endpoint=https://acme.azconfig.io;Id=abc;Secret=${SECRET}",
            "Endpoint=https://acme.azure.com;Id=abc;Secret=eau0rHU90TffkKU2nlVu9aBk59fd99pJ14a+wOjnkxA=",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "azure-ai-services-key",
        title: "Azure AI Services Key",
        category: "Azure",
        severity: Severity::High,
        anchors: &["ACOG"],
        form: Form::Around {
            before: 80,
            pattern: r"\A[^\x00]{0,80}?(?:\A|[^0-9A-Za-z])(?<secret>[0-9A-Za-z]{52}JQQJ99[0-9A-Z]{2}[0-9A-Za-z]{16}ACOG[0-9A-Za-z]{4})(?:\z|[^0-9A-Za-z])",
        },
        entropy: 4.0,
        examples: in_tests(&[
            concat!(
                "AZURE_OPENAI_API_KEY=VagzqKKPT8eIO9dq17tLZceCdz9THOVjlXaeAs8h8BTEIppMxNMcJQQJ99BCACYeBjFXJ3w3AAAAAC",
                "OGxfXc"
            ),
            concat!(r#"{"key": "HVioMI3UR0HGxtTui8I1XM7AXNDnrRQuzJlhENBwTddfpREFvsBmJQQJ99CDAC5RqLJXJ3w3AAABAC"#, r#"OG5ev9"}"#),
        ]),
        lookalikes: in_tests(&[
            "AZURE_OPENAI_API_KEY=45HKVEcL681RrjVvh6KPF4DnPu09AiNKyvOvo7JQJQQJ99BCACYeBjFXJ3w3AAAAACOGczpV",
            "AZURE_OPENAI_API_KEY=7fHgx4x67gBppIX8JLLkPJFFiYpQX07LVZzRLPpHyCbEIJLBsWbFJQQK99BCACYeBjFXJ3w3AAAAACOGQh8o",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "azure-ai-services-key-classic",
        title: "Azure AI Services Key (32 digits)",
        category: "Azure",
        severity: Severity::High,
        anchors: &[
            "azure_openai",
            "azureopenai",
            "azure-openai",
            "cognitive_services",
            "cognitiveservices",
            "azure_ai",
            "azure_speech",
            "azure_search",
            "ocp-apim-subscription-key",
        ],
        form: Form::Assigned("[0-9a-f]{32}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "AZURE_OPENAI_API_KEY=5fa0a9b427e49942d1a44f6f25ddbb08",
            r#"{"azureOpenaiKey": "d269f459c1c68c838c6872a5677f119c"}"#,
        ]),
        lookalikes: in_tests(&[
            "AZURE_OPENAI_API_KEY=d4308385f3eaf5a0ea28c3c10d5737c",
            "AZURE_OPENAI_API_KEY=f51fe594-dc05-48ae-8822-db00c4e11c1a",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "azure-shared-access-key",
        title: "Azure Shared Access Key",
        category: "Azure",
        severity: Severity::Critical,
        anchors: &["sharedaccesskey", "shared_access_key"],
        form: Form::Assigned("[0-9A-Za-z+/]{43}="),
        entropy: 4.0,
        proof: shape::is_base64_of::<32>,
        examples: in_tests(&[
            "Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=RootManage;SharedAccessKey=nah0MN3O9Wq/7oKnrv3wM8wJq6fkeRpx9jryRRQGWMs=",
            "HostName=acme.azure-devices.net;DeviceId=pump;SharedAccessKey=vSdO9jEE2jOs158JkiufQFBXxlYAtgCCzFEui4exY8w=",
        ]),
        lookalikes: in_tests(&[
            "SharedAccessKeyName=RootManageSharedAccessKey",
            "SharedAccessKey={your key}",
            "SharedAccessKey=12PGeMNhKZJc7UQA2J4i1YtMN2FObcLmCDyg63PCrd54=",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "azure-function-key",
        title: "Azure Functions Key",
        category: "Azure",
        severity: Severity::Medium,
        anchors: &["x-functions-key", "functions_key", "function_key", "functionskey"],
        form: Form::Assigned("[0-9A-Za-z_-]{53,54}={1,2}"),
        entropy: 4.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "x-functions-key: jdKPGx3OWAiR_NtJMiy2KOY_PbAWiy36eKX4lW7Jht2eno5ahziZmv==",
            "AZURE_FUNCTIONS_KEY=71K4AoKMZrN9aMqa5w-5im29pvUHi8nBN1bI3VW-AQdD51NRFUuM0B==",
        ]),
        lookalikes: in_tests(&["x-functions-key: $KEY", "x-functions-key: 572wMCdCGHyZ7q8kQJ5ZOT1g2LJKoy=="]),
        ..Rule::BASE
    },
];

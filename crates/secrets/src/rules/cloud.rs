//! Clouds that have no file of their own.
//!
//! Alibaba Cloud: <https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair>. Yandex Cloud:
//! <https://yandex.cloud/docs/iam/concepts/authorization/>. IBM Cloud: <https://cloud.ibm.com/docs/account?topic=account-userapikey>.

use crate::proof::name;
use crate::rule::{Form, Near, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "digitalocean-spaces-secret",
        title: "DigitalOcean Spaces Secret",
        category: "DigitalOcean",
        severity: Severity::High,
        anchors: &["spaces_secret", "spaces_key", "spaces_access", "spacessecret", "spaceskey"],
        form: Form::Assigned("[0-9A-Za-z+/]{43}"),
        entropy: 4.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "SPACES_SECRET_ACCESS_KEY=ZSEyHgoX6n1kZcOP5QnC1VnSIk++bTyYy8iqdLMSw+x",
            r#"{"spacesSecretAccessKey": "tyEfZHNmYdxOnxr01Y1hfXn1aHGu4nXfFhqGzWAMA4Y"}"#,
        ]),
        lookalikes: in_tests(&[
            "SPACES_SECRET_ACCESS_KEY=md9a/ypYqeioU8nT+DzsR499foj7nAbTnlL2ehW6fL",
            "SPACES_SECRET_ACCESS_KEY=db870f16-0eab-4af4-9744-2e0bd2c37e78",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "alibaba-access-key-id",
        title: "Alibaba Cloud AccessKey ID",
        category: "Alibaba",
        severity: Severity::High,
        anchors: &["LTAI"],
        form: Form::Token("LTAI[0-9A-Za-z]{20}"),
        entropy: 3.5,
        examples: in_tests(&[
            concat!("ALICLOUD_ACCESS_KEY_ID=LT", "AIqCMh5kbetNysvKZobFJ9"),
            concat!(r#"{"alicloudAccessKeyId": "LT"#, r#"AI3E86SaEHzC3PiAYwIxDS"}"#),
        ]),
        lookalikes: in_tests(&[
            "ALICLOUD_ACCESS_KEY_ID=LTAIp9WzsePbPsU7vw2hens",
            "ALICLOUD_ACCESS_KEY_ID=LTAIxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "alibaba-secret-key",
        title: "Alibaba Cloud AccessKey Secret",
        category: "Alibaba",
        severity: Severity::High,
        anchors: &["alibaba", "alicloud", "aliyun"],
        form: Form::Assigned("[0-9A-Za-z]{30}"),
        entropy: 4.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "ALIBABA_CLOUD_SECRET_KEY=X3bHERgTI76QSMaXtEq3UknU6Id4cM",
            r#"{"alibabaCloudSecretKey": "8cFKpkFinR2RSmG7MRw90eXnfbzpCh"}"#,
        ]),
        lookalikes: in_tests(&[
            "ALIBABA_CLOUD_SECRET_KEY=ZVZzqBsElfvxVNnrAaAeFxWVyMVGF",
            "ALIBABA_CLOUD_SECRET_KEY=a54cfbe0-c43b-4574-9859-42f701d7eaab",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "alibaba-secret-key-beside-id",
        title: "Alibaba Cloud AccessKey Secret beside its ID",
        category: "Alibaba",
        severity: Severity::High,
        anchors: &["secret"],
        form: Form::Around {
            before: 0,
            pattern: r"(?i)\Asecret[0-9a-z_-]{0,20}[\x22']?\s{0,3}[:=]\s{0,3}[\x22']?(?<secret>[0-9A-Za-z]{30})(?:\z|[^0-9A-Za-z])",
        },
        entropy: 4.0,
        near: Some(Near { pattern: "LTAI[0-9A-Za-z]{20}", lines: 3 }),
        examples: in_tests(&[
            concat!("id: LT", "AIcJWJf96tHX3q8vElo4jm\nsecret: GIFt4acLpy49F8tfdp9aRC9u4KiG4r\n"),
            concat!(r#"{"accessKeyId": "LT"#, r#"AIa140z2A63IxrGgViCDKD", "accessKeySecret": "trX4Jtrl0SjQo8DP3Fqm7l9O9R4vSM"}"#),
        ]),
        lookalikes: in_tests(&[
            "secret: KOLaRmbrEtj2fMj0w33CvQ02eldv48",
            "id: LTAIt2Xh8HJWr0ASanzN7neA\nsecret: f0c45ac690d106d709dc0a4f2c5f09cb\n",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "tencent-secret-id",
        title: "Tencent Cloud SecretId",
        category: "Tencent",
        severity: Severity::High,
        anchors: &["AKID"],
        form: Form::Token("AKID[0-9A-Za-z]{32}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("TENCENTCLOUD_SECRET_ID=AK", "IDf2XIQRh6tJbq1EjMy9TpLgYNLlZVlQHY"),
            concat!(r#"{"tencentcloudSecretId": "AK"#, r#"IDItbPWHgC4tIDN7h8QgmpBve0CdkNIdkn"}"#),
        ]),
        lookalikes: in_tests(&[
            "TENCENTCLOUD_SECRET_ID=AKIDIXDRi4xhPJHVEgkVY96aMueblPU03mJ",
            "TENCENTCLOUD_SECRET_ID=AKIDxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "linode-api-token",
        title: "Linode API Token",
        category: "Linode",
        severity: Severity::High,
        anchors: &["linode"],
        form: Form::Assigned("[0-9a-f]{64}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "LINODE_TOKEN=d344f7a848eaece38ddc9ce3bce74350db67e347ec3703878e701d757980a002",
            r#"{"linodeToken": "32b9b43578ea18d2fc1e3e1b0d3e0a2f894103219cd540b6d70bae498af88b32"}"#,
        ]),
        lookalikes: in_tests(&[
            "LINODE_TOKEN=49e0c005c25d85a4dd73cafca1cb2a25c58bf24f5f0023eeb4024356403106f",
            "LINODE_TOKEN=0a40fc5c-15e0-4451-863b-531a62338280",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "vultr-api-key",
        title: "Vultr API Key",
        category: "Vultr",
        severity: Severity::High,
        anchors: &["vultr"],
        form: Form::Assigned("[0-9A-Z]{36}"),
        entropy: 4.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "VULTR_API_KEY=96FBBOI5DMKGNZGH6F8AAWEG1VLQDUUCMSI2",
            r#"{"vultrApiKey": "QWNRTC0RJG79MSL159CL65CN2FPH11N0VGD9"}"#,
        ]),
        lookalikes: in_tests(&[
            "VULTR_API_KEY=7ZLO4EABXYN40G2FKCEISPEAX3ES3ES9YM7",
            "VULTR_API_KEY=796099c6-e52f-4afa-af87-9d9c711ae390",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "hetzner-api-token",
        title: "Hetzner Cloud API Token",
        category: "Hetzner",
        severity: Severity::High,
        anchors: &["hcloud", "hetzner"],
        form: Form::Assigned("[0-9A-Za-z]{64}"),
        entropy: 4.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "HCLOUD_TOKEN=hnV6vx3ojZUpHxMM6trIa8y8bR7hp1mkQQNRj9epSr3SPgG6k4XcIXthpy0P0VgY",
            r#"{"hcloudToken": "UAmFYCDWQLXBiFU5UqhlrNTwdLqMQfOSWmZHuVja2crdLIKF8JA0xlhMUUTBfLV1"}"#,
        ]),
        lookalikes: in_tests(&[
            "HCLOUD_TOKEN=846KrW1eMbmV3hyq2RSWvHG3GOklQtPZ057CSKCskd81NmuFwcRiUAMl0JvKqiE",
            "HCLOUD_TOKEN=1aa2f09c-b419-49ab-9463-e9f76523a92c",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "scaleway-secret-key",
        title: "Scaleway Secret Key",
        category: "Scaleway",
        severity: Severity::High,
        anchors: &["scw_secret", "scwsecret", "scaleway"],
        form: Form::Assigned("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
        entropy: 3.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "SCW_SECRET_KEY=ae19a468-3106-4085-b357-9e4ed59773e2",
            r#"{"scwSecretKey": "a853b424-86b0-4f9d-b492-b6a49db67fa7"}"#,
        ]),
        lookalikes: in_tests(&[
            "SCW_SECRET_KEY=4466db38-fc19-4f26-951d-77c21b61107",
            "SCW_SECRET_KEY=f988ce2aaa57d4dd4b15e1bda580d63f4b65a344",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "ibm-cloud-api-key",
        title: "IBM Cloud API Key",
        category: "IBM",
        severity: Severity::Critical,
        anchors: &["ibmcloud", "ibm_cloud", "bluemix", "ibm-cloud"],
        form: Form::Assigned("[0-9A-Za-z_-]{44}"),
        entropy: 4.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "IBMCLOUD_API_KEY=QkcW482naHBaC25jpKEeBieDfCChK7wStbeFoVXIkDX1",
            r#"{"ibmcloudApiKey": "YZ_80KYhFzYCeS_jPZkDXTcx9xpwZXPqZTDIbqRFWhro"}"#,
        ]),
        lookalikes: in_tests(&[
            "IBMCLOUD_API_KEY=kJsRH05sRUKymLtk4_W4cfT5ZHnMkB03Wu9v1bdzZ2R",
            "IBMCLOUD_API_KEY=f9892435-76de-49bf-b731-63d97702cd7f",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "yandex-api-key",
        title: "Yandex Cloud API Key",
        category: "Yandex",
        severity: Severity::High,
        anchors: &["AQVN"],
        form: Form::Token("AQVN[0-9A-Za-z_-]{35,38}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("YANDEX_API_KEY=AQ", "VNUnmoCJzRNTf24aRKoQIFU8ZBhTF9tEDFLxyD"),
            concat!(r#"{"yandexApiKey": "AQ"#, r#"VNuR7Q9zQgGtaaMEuQr389cKJ3hkZ3UO5ZPK2c"}"#),
        ]),
        lookalikes: in_tests(&["AQVNLyBm1Qpr8VZLTHh7kuCF", "YANDEX_API_KEY=AQVNxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]),
        ..Rule::BASE
    },
    Rule {
        id: "yandex-access-token",
        title: "Yandex Cloud IAM Token",
        category: "Yandex",
        severity: Severity::High,
        anchors: &["t1."],
        form: Form::Token(r"t1\.[0-9A-Za-z_-]{40,400}={0,2}\.[0-9A-Za-z_-]{86}={0,2}"),
        entropy: 4.3,
        examples: in_tests(&[
            concat!(
                "YC_TOKEN=t",
                "1.COsVVkJsFmermdqkduhgXQAoDfCi_cO-aPUjYXzJCVD5CUF4utiMk78qUpGv2Gb0J0LCmQjBliV8IadR.GgZxEdn3SaGkhQqiZ7gnWEQWEzZmCqcbvqhYNJvSF-6zSyluco9ePN_cWHUvFWxR4yCzNV6m02ISgebTNIfJM4"
            ),
            concat!(
                r#"{"ycToken": "t"#,
                r#"1.kgrNr6QdOe1XlcXe9xo6fH5oLAqm6ron4V0IIpURzq4vwB1ZUgIRhx7X-kMKcJUxUFnw4CxI9rAazkfI.HaazV2JBrCFVRm9hUvQ1jW5Enh6BwiPmZtZB2g80hpafMPa3noX3Vqja4_D8HlZ0TNWPEtPP_5ELElLBaiyy9f"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "YC_TOKEN=t1.CAUHlgk1H0cauzyug4Lxkk4wdQSktSB8pVSDIHcnSeUyAGn4BSsbMG73_6DkIo_Qzl-_NOo0ko8G5S-u.iERoQIsQcRb2ALj8TXJvrOfXr87qd8rGcyRNOJXkmQm6GpiyY6EAF4o7LgqkLd6zxKBNqAF3BYVX1AATMIftK",
            "YC_TOKEN=t1.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "yandex-aws-access-token",
        title: "Yandex Cloud Static Access Key",
        category: "Yandex",
        severity: Severity::High,
        anchors: &["yandex", "yc_secret", "ycsecret"],
        form: Form::Assigned("YC[0-9A-Za-z_-]{38}"),
        entropy: 4.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "YANDEX_SECRET_KEY=YCpboY-R9LFHu0_O47FO2ZusnuTTBDnAMmQvQNrP",
            r#"{"yandexSecretKey": "YCDSoE8RSdKLmAAOdh0LwYTTxybB07Q7hqTA_1YQ"}"#,
        ]),
        lookalikes: in_tests(&[
            "YANDEX_SECRET_KEY=YCWuqXE4wpO11UhVOty_5WWKS-3EbNOFz28aj8Q",
            "YANDEX_SECRET_KEY=992000a5-5ad4-4d19-b0c2-6c08d3632411",
        ]),
        ..Rule::BASE
    },
];

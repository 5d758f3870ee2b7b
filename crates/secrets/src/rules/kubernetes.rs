//! Kubernetes: <https://kubernetes.io/docs/concepts/configuration/secret/>,
//! <https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/>.
//!
//! Limits: of a Secret's data the first value that is one.

use crate::proof::{credentials, private_key};
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "kubernetes-secret-yaml",
        title: "Kubernetes Secret",
        category: "Kubernetes",
        severity: Severity::Medium,
        anchors: &["kind: secret", r#"kind: "secret""#],
        form: Form::Around {
            before: 0,
            pattern: r"(?i)\Akind:\s*\x22?secret\x22?\s*\n[^\x00]{0,500}?\bdata:\s*\n(?:\s*#[^\n]*\n)*\s+[0-9a-z_.-]{1,100}:\s*[\x22']?(?<secret>[0-9a-z+/]{12,2000}={0,2})[\x22']?\s*(?:\n|\z)",
        },
        proof: credentials::is_encoded_password,
        paths: &[".yaml", ".yml"],
        examples: in_tests(&[
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ntype: Opaque\ndata:\n  password: NUZudzBCZXJGVzRUQVI=\n",
            "kind: Secret\nmetadata:\n  name: api\ndata:\n  api-key: \"WHRUek15UzYyUkJUVTM4MWxlNW1qYVluZ0h5TWtk\"\n",
        ]),
        lookalikes: in_tests(&[
            "kind: Secret\nmetadata:\n  name: db\ndata:\n  password: {{ .Values.password | b64enc }}\n",
            "kind: Secret\nmetadata:\n  name: db\ndata:\n  username: YWRtaW5pc3RyYXRvcg==\n",
            "kind: SecretProviderClass\ndata:\n  x: Qk8zVlQyUU5uNEZEOUs=",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "kubeconfig-client-key",
        title: "Client Key in a kubeconfig",
        category: "Kubernetes",
        severity: Severity::Critical,
        anchors: &["client-key-data", "client_key_data"],
        form: Form::Assigned("LS0tLS1CRUdJTi[0-9A-Za-z+/]{100,10000}={0,2}"),
        entropy: 4.0,
        proof: private_key::is_encoded,
        examples: in_tests(&[
            "users:\n- name: admin\n  user:\n    client-key-data: LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0tLS0tCk1IY0NBUUVFSU9uMlNlVHdySGQxSjBqZXVQQzJNQkhUWCtpUmJPcFRNemVNK1dnaEhmRmVvQW9HQ0NxR1NNNDkKQXdFSG9VUURRZ0FFYnQ4UFdabmhZZEhUblJRazRNWGpzWHBySk0wbllrZ3c2dWJ2KzkwcDhqYnVCdHc5Ykd5YQo3T2tHWDJ6N2F3QUR1aE9oUTY2YnZKWjFlV3o3YUlKQ3FRPT0KLS0tLS1FTkQgRUMgUFJJVkFURSBLRVktLS0tLQo=\n",
            r#"{"client-key-data": "LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0tLS0tCk1IY0NBUUVFSU9uMlNlVHdySGQxSjBqZXVQQzJNQkhUWCtpUmJPcFRNemVNK1dnaEhmRmVvQW9HQ0NxR1NNNDkKQXdFSG9VUURRZ0FFYnQ4UFdabmhZZEhUblJRazRNWGpzWHBySk0wbllrZ3c2dWJ2KzkwcDhqYnVCdHc5Ykd5YQo3T2tHWDJ6N2F3QUR1aE9oUTY2YnZKWjFlV3o3YUlKQ3FRPT0KLS0tLS1FTkQgRUMgUFJJVkFURSBLRVktLS0tLQo="}"#,
        ]),
        lookalikes: in_tests(&[
            "client-key-data: REDACTED",
            "client-key-data: LS0tLS1CRUdJTiBQVUJMSUMgS0VZLS0tLS0KTUZrd0V3WUhLb1pJemowQ0FRWUlLb1pJemowREFRY0RRZ0FFYnQ4UFdabmhZZEhUblJRazRNWGpzWHBySk0wbgpZa2d3NnVidis5MHA4amJ1QnR3OWJHeWE3T2tHWDJ6N2F3QUR1aE9oUTY2YnZKWjFlV3o3YUlKQ3FRPT0KLS0tLS1FTkQgUFVCTElDIEtFWS0tLS0tCg==",
        ]),
        ..Rule::BASE
    },
];

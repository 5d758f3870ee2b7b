//! Keys: PEM (<https://www.rfc-editor.org/rfc/rfc7468>), PuTTY (<https://tartarus.org/~simon/putty-snapshots/htmldoc/AppendixC.html>), JSON Web Keys
//! (<https://www.rfc-editor.org/rfc/rfc7517>), age (<https://github.com/C2SP/C2SP/blob/main/age.md>), WireGuard
//! (<https://man7.org/linux/man-pages/man8/wg.8.html>).
//!
//! Limits: a key whose end is missing is none; stores of keys (PKCS#12, Java) are not text.

use crate::proof::{private_key, shape};
use crate::rule::{Form, Near, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "private-key",
        title: "Private Key",
        category: "AsymmetricPrivateKey",
        severity: Severity::High,
        anchors: &["PRIVATE KEY-----", "PRIVATE KEY BLOCK-----"],
        form: Form::Around {
            before: 40,
            pattern: r"\A[^\x00]{0,40}?-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:\\+[nr]|\s)*(?<secret>(?:[^\x00-]|-[^-]){40,}?)(?:\\+[nr]|\s)*-----END",
        },
        proof: private_key::may_be_open,
        genuine: Some(private_key::READABLE),
        examples: in_tests(&[
            concat!(
                "-----BEGIN EC PRIVA",
                "TE KEY-----\nMHcCAQEEIOn2SeTwrHd1J0jeuPC2MBHTX+iRbOpTMzeM+WghHfFeoAoGCCqGSM49\nAwEHoUQDQgAEbt8PWZnhYdHTnRQk4MXjsXprJM0nYkgw6ubv+90p8jbuBtw9bGya\n7OkGX2z7awADuhOhQ66bvJZ1eWz7aIJCqQ==\n-----END EC PRIVATE KEY-----\n"
            ),
            concat!(
                r#"SSH_KEY="-----BEGIN OPENSSH PRIVA"#,
                r#"TE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\nQyNTUxOQAAACCk3LMX+PIrTRZR16MHM5zkRFG3uVx8+TVlQTYTwBKlQAAAAIi6e9atunvW\nrQAAAAtzc2gtZWQyNTUxOQAAACCk3LMX+PIrTRZR16MHM5zkRFG3uVx8+TVlQTYTwBKlQA\nAAAEC11CHgtxRtx0SLbgBy5WOLlryLxpupjlIy5Q1DBSYHfaTcsxf48itNFlHXowcznORE\nUbe5XHz5NWVBNhPAEqVAAAAAAmNpAQID\n-----END OPENSSH PRIVATE KEY-----\n""#
            ),
            concat!(
                r#"{"key": "-----BEGIN PRIVA"#,
                r#"TE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg6fZJ5PCsd3UnSN64\n8LYwEdNf6JFs6lMzN4z5aCEd8V6hRANCAARu3w9ZmeFh0dOdFCTgxeOxemskzSdi\nSDDq5u/73SnyNu4G3D1sbJrs6QZfbPtrAAO6E6FDrpu8lnV5bPtogkKp\n-----END PRIVATE KEY-----\n"}"#
            ),
            concat!(
                "key = (b'-----BEGIN PRIVA",
                "TE KEY-----\\n'\n       b'MC4CAQAwBQYDK2VwBCIEIICWq/EtZ41N7Tnwi0j5bA+v34rjIOiHy4smZBMLBe4g\\n'\n       b'-----END PRIVATE KEY-----')\n"
            ),
            concat!(
                "-----BEGIN PGP PRIVA",
                "TE KEY BLOCK-----\n\nlFgEawY8bhYJKwYBBAHaRw8BAQdAzB3MqUUrmL9e6qylwAvdv/7XAjpNvEfgBETe\nqq0y1k8AAQCCS/wbzRATpcNSaZrP0cZxa+cJpOJVFyj74exD+oVV3RGatApjaUBh\nY21lLmlviJAEExYIADgWIQR6HawSMJJMeFshb07LJVG2Xh3fFgUCawY8bgIbAwUL\nCQgHAgYVCgkICwIEFgIDAQIeAQIXgAAKCRDLJVG2Xh3fFq5rAP4p/VZA0+0DVCsD\n4bW6v1A91BxjCfcXtgVryEdP1JpfbgD/bDQIXNIeIjMY9siLPUyGsXflFBPHSr7q\nDVh3Kw9l2ww=\n=z76a\n-----END PGP PRIVATE KEY BLOCK-----\n"
            ),
        ]),
        lookalikes: in_tests(&[
            "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq...\n-----END PRIVATE KEY-----\n",
            "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEbt8PWZnhYdHTnRQk4MXjsXprJM0n\nYkgw6ubv+90p8jbuBtw9bGya7OkGX2z7awADuhOhQ66bvJZ1eWz7aIJCqQ==\n-----END PUBLIC KEY-----\n",
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgY6DCu/N2NagICCAAw\nDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEI1NyEz88OsbFHM37IOQuycEgZDf\nPScD32ePWxzeqN5aqhhUEu3fHk2kyMQyStRAF9bf1VnLqokPD1o8vRP/H4hN1Vai\nftNJMAL8sLA+IIKt/zrCT8Sqn6j91UDLTPDAY+zp1+Q1tmYmlhgwtisWkg5cNck4\nJSCs75YK4IPBTp70TqI05hxLDXio+7/fv7zS/xD1uUe+BPJBsuSAyCZjI+L61q4=\n-----END ENCRYPTED PRIVATE KEY-----\n",
            "-----BEGIN PRIVATE KEY-----\n+/wrjAykqeZjCaczmCAu+Q7tA+pS33l0nCV3NBV5+1lYpejdMhjQr10WjR0dDC0K\noEQzYuJkkM+eSs0CX/QCw5lFdVoOmciUZhgDIfKLWQIDxjIg/GdoT+qT8IJkfv2N\n-----END PRIVATE KEY-----\n",
            "if \"-----BEGIN RSA PRIVATE KEY-----\" in text:\n    return text.split(\"-----END RSA PRIVATE KEY-----\")",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "encrypted-private-key",
        title: "Encrypted Private Key",
        category: "AsymmetricPrivateKey",
        severity: Severity::Low,
        anchors: &["PRIVATE KEY-----"],
        form: Form::Around {
            before: 40,
            pattern: r"\A[^\x00]{0,40}?-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:\\+[nr]|\s)*(?<secret>(?:[^\x00-]|-[^-]){40,}?)(?:\\+[nr]|\s)*-----END",
        },
        proof: private_key::is_encrypted,
        examples: in_tests(&[
            concat!(
                "-----BEGIN ENCRYPTED PRIVA",
                "TE KEY-----\nMIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgY6DCu/N2NagICCAAw\nDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEI1NyEz88OsbFHM37IOQuycEgZDf\nPScD32ePWxzeqN5aqhhUEu3fHk2kyMQyStRAF9bf1VnLqokPD1o8vRP/H4hN1Vai\nftNJMAL8sLA+IIKt/zrCT8Sqn6j91UDLTPDAY+zp1+Q1tmYmlhgwtisWkg5cNck4\nJSCs75YK4IPBTp70TqI05hxLDXio+7/fv7zS/xD1uUe+BPJBsuSAyCZjI+L61q4=\n-----END ENCRYPTED PRIVATE KEY-----\n"
            ),
            concat!(
                "-----BEGIN EC PRIVA",
                "TE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,8386E65BC9E7888DD7F953A387FD576B\n\nNI4lmY9u8PW6swD+zHriybox40rP/7yqc/7MD27txlK1Bvm85+Fx0wCwT+w0LGji\nes27iQ4TJRRuC5rj9aItx/ytmxcorJUAj4txao43dxBb3V7VDw7hWLmIsJ5jnKlp\nOY7p+RbiRbvw3GKaEx6MPMDVk1T5KncwO1STW22RRTw=\n-----END EC PRIVATE KEY-----\n"
            ),
            concat!(
                "-----BEGIN OPENSSH PRIVA",
                "TE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAAAAGYmNyeXB0AAAAGAAAABC+WqvhMb\nD8Ovhv4ZZOl26uAAAAEAAAAAEAAAAzAAAAC3NzaC1lZDI1NTE5AAAAIMblXo5V+WaqU16S\neWgzfRlMo1W6TSc5o8khoCsbQYKuAAAAkCJGG3Y6xtT8WwL4RBOVEKCbHBurH1Wzrhs+bD\nZnrT9onmTbaztaXwHVKPMbVV7zvLRfKTgXNh5LEUy0RHX1UjkOJkqMpM9roJ1y5fiEZx/A\n0sl0gAenf7J9Bb2MFPhAbURFTlOR2srlHj4qEjdFLcFhImg5D6Wb45ID4PyvCQkd8M15/6\nu3tJn0Txworvc01Q==\n-----END OPENSSH PRIVATE KEY-----\n"
            ),
        ]),
        lookalikes: in_tests(&[
            "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIOn2SeTwrHd1J0jeuPC2MBHTX+iRbOpTMzeM+WghHfFeoAoGCCqGSM49\nAwEHoUQDQgAEbt8PWZnhYdHTnRQk4MXjsXprJM0nYkgw6ubv+90p8jbuBtw9bGya\n7OkGX2z7awADuhOhQ66bvJZ1eWz7aIJCqQ==\n-----END EC PRIVATE KEY-----\n",
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\n…\n-----END ENCRYPTED PRIVATE KEY-----\n",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "putty-private-key",
        title: "PuTTY Private Key",
        category: "AsymmetricPrivateKey",
        severity: Severity::High,
        anchors: &["PuTTY-User-Key-File-"],
        form: Form::Around {
            before: 0,
            pattern: r"\APuTTY-User-Key-File-[23]: [0-9a-z@.-]{4,40}\r?\nEncryption: none\r?\n[^\x00]{0,8000}?Private-Lines: [0-9]{1,3}\r?\n(?<secret>[0-9A-Za-z+/=\r\n]{40,})",
        },
        examples: in_tests(&[
            "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: ci\nPublic-Lines: 2\nAAAAC3NzaC1lZDI1NTE5AAAAI5kCBmagXKwi0NIadUyfje3qFStBEbrRkfKAZ2OY\n6auFja6hLEJmkKdNLrLF\nPrivate-Lines: 1\nRwmds6MU/y+Yt0hE6rMpzD5+9b5M9Xx83kShYKBH5N8U\nPrivate-MAC: 5ebd0f44ed638e972a0627a5d17ee9c18351e4edbf11f10b887284bb9f3d9862\n",
            "PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nComment: ci\nPublic-Lines: 2\nAAAAC3NzaC1lZDI1NTE5AAAAIARXfRQOhX55/7y7G/oZHFNE3FN7zuaamvwk3GYQ\ntL87i7Av/PjbLCCfaMNi\nPrivate-Lines: 1\n/E5fvoUkmUC8eF59y5cTGib/wqz5c9hbXnhMDObMaEWt\nPrivate-MAC: eae2caa75b2c17e5cf5ea49b85cb5dff70d9f5d24bbd2568ed485c67c58572c1\n",
        ]),
        lookalikes: in_tests(&[
            "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: aes256-cbc\nComment: ci\nPublic-Lines: 2\nAAAAC3NzaC1lZDI1NTE5AAAAIFNqr1FtUXGnG4SDpQbtzO4wqJXp/8CMczD3JUeF\nuVaGfb1Y5nCcIawHT2kL\nPrivate-Lines: 1\n/MJYTlZYO8gTIBSSDS2rcgRMlFmrnzN7bWPZiGt2EuSL\nPrivate-MAC: e3fcde7ad6ab736964110a299fb98ee5accd9d816d4fe9ebe484aa140cffff1b\n",
            "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "age-secret-key",
        title: "age Secret Key",
        category: "Age",
        severity: Severity::Medium,
        anchors: &["AGE-SECRET-KEY-1"],
        form: Form::Token("AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}"),
        entropy: 3.5,
        examples: in_tests(&[
            concat!("SOPS_AGE_KEY=AGE-SECR", "ET-KEY-1JQQZA0WS6S9CNEGEAXKTDZD4PK5FP9SEZY6P6VJKJN7J7KCR4H8DN02ZZ8"),
            concat!(r#"{"sopsAgeKey": "AGE-SECR"#, r#"ET-KEY-1MNYS5LYDR70N7NTRJG37WQ7PUSMNMZR9RM9CXUFUE8M2LFQJLA487K3ZRC"}"#),
        ]),
        lookalikes: in_tests(&[
            "AGE-SECRET-KEY-113091182103750434252B6MHO6C1HYQHSDGU796ZJZXSMFW2ZHIKMHDX3M",
            "SOPS_AGE_KEY=AGE-SECRET-KEY-1XM925AHEDWG0E44N95HAMKMZEAHJWP7846PKH2LASCS8DT0NEM95500UL",
            "SOPS_AGE_KEY=AGE-SECRET-KEY-1xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "wireguard-private-key",
        title: "WireGuard Private Key",
        category: "WireGuard",
        severity: Severity::High,
        anchors: &["privatekey", "presharedkey"],
        form: Form::Assigned("[0-9A-Za-z+/]{43}="),
        entropy: 4.0,
        proof: shape::is_base64_of::<32>,
        near: Some(Near { pattern: r"(?i)\[(?:interface|peer)\]|wireguard", lines: 12 }),
        examples: in_tests(&[
            "[Interface]\nAddress = 10.0.0.2/32\nPrivateKey = U4Ts8Gmet6XVXNALmLtU9scK09sfK/O8hm8lLGRnZJw=\n",
            "[Peer]\nPresharedKey = l3K7WLF6ILXc/6hi7uQcdRpKB1mDj+yucAJGQxD0GaM=\nAllowedIPs = 0.0.0.0/0\n",
        ]),
        lookalikes: in_tests(&[
            "PrivateKey = M2aLX2bXLQdmXC3sjmUmbcNAr7xkoA/AbGg6qNXxGwY=",
            "[Interface]\nPrivateKey = <key>\n",
            "[Peer]\nPublicKey = rPvZR08WrS44uCK7jt730FIN4i8147NrRygfg6ToczY=",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "jwk-private-key",
        title: "Private JSON Web Key",
        category: "AsymmetricPrivateKey",
        severity: Severity::High,
        anchors: &[r#""d""#],
        form: Form::Assigned("[0-9A-Za-z_-]{43,700}"),
        entropy: 4.0,
        near: Some(Near { pattern: r#""kty"\s*:\s*"(?:EC|RSA|OKP)""#, lines: 12 }),
        examples: in_tests(&[
            r#"{"kty": "OKP", "crv": "Ed25519", "x": "aFz4eqvhgETTScePEdvRujJ7BRl0lm75ES0jKi3Zp2d", "d": "JF766rhTqU3Bverw94g1PQHs8Sv8jJ8vjhurRcXjNDv"}"#,
            "{\n  \"kty\": \"EC\",\n  \"x\": \"O6UrnNdXqw8qHXWH8GNd8URLfJBN8PwcAKF3zKBeWnL\",\n  \"y\": \"OLIQHEGJtJCakCl4W3LUi7bM7hg6bJjOzkE316EwVSn\",\n  \"d\": \"4i3YCUZOLbOxWZDPjJGwQIq_f8ztc_hbhxs0VXu85HN\"\n}",
        ]),
        lookalikes: in_tests(&[
            r#"{"kty": "OKP", "crv": "Ed25519", "x": "HeH6PhZzTiAVvZ5bKkTwq4w5Emm3xyDv6oPUeBAb2Ql"}"#,
            r#"{"d": "iTzaVEAfpboHanqkj6nToCmSxJ6ks6KNHJ2madcFlPj"}"#,
        ]),
        ..Rule::BASE
    },
];

//! Secrets that everybody has: keys of emulators, samples of documentation, keys that programs publish.

/// Whether a value is in public, by the documentation of the service itself.
pub(crate) fn is_public(secret: &[u8]) -> bool {
    VALUES.iter().any(|value| secret == value.as_bytes())
}

static VALUES: &[&str] = &[
    // The storage emulator of Azure (Azurite): https://learn.microsoft.com/azure/storage/common/storage-connect-azurite.
    concat!("Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuF", "q2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="),
    // The emulator of Cosmos DB: https://learn.microsoft.com/azure/cosmos-db/emulator.
    concat!("C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDu", "VTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw=="),
    // Samples of Stripe's documentation.
    concat!("sk_test_", "4eC39HqLyjWDarjtT1zdp7dc"),
    concat!("pk_test_", "TYooMQauvdEDq54NiTphI7jx"),
    concat!("sk_test_", "BQokikJOvBiI2HlWgH4olfQ2"),
    concat!("pk_test_", "6pRNASCoBOKtIshFeQd4XMUh"),
    // Keys of Chromium and Firefox, which every copy of them has.
    concat!("AIza", "SyCkfPOPZXDKNn8hhgu3JrA62wIgC93d44k"),
    concat!("AIza", "SyBOti4mM-6x9WDnZIjIeyEU21OpBXqWBgw"),
    concat!("AIza", "SyDr2UxVnv_U85AbhhY8XSHSIavUW0DC-sY"),
    concat!("AIza", "SyB5wVC3C8c2FVBSuU7JFlGdjpRl-RQhGnI"),
    // The secret of the Google Cloud CLI, which is public by design: https://developers.google.com/identity/protocols/oauth2#installed.
    "ZmssLNjJy2998hD4CTg2ejr2",
    "d-FL95Q19q7MQmFpd7hHD0Ty",
    "wbER7576mc_1YOII0dGk7jEE",
    concat!("AIza", "SyDnacJHrKma0048b13sh8cgxNUwulubmJM"),
    concat!("AIza", "SyCUuWyME_r4XylltWNeydEjKSkgXkvpVyU"),
    concat!("AIza", "SyAp4DSI_Z3-mK-B8U0t7GE34n74OWDJmak"),
    // Samples of OAuth: https://www.rfc-editor.org/rfc/rfc5849, https://www.rfc-editor.org/rfc/rfc6749,
    // https://www.rfc-editor.org/rfc/rfc6750; the last is that of requests-oauthlib.
    "ad180jjd733klru7",
    "0685bd9184jfhq22",
    "jd83jd92dhsh93js",
    "dpf43f3p2l4k3l03",
    "kd94hf93k423kf44",
    "9djdj82h48djs9d2",
    "hdhd0244k9j7ao03",
    "hh5s93j4hdidpola",
    "nnch734d00sl2jdk",
    "kkk9d7dh3k39sjv7",
    "pfkkdhi9sl3r4s00",
    "2YotnFZFEjr1zCsicMWpAA",
    "tGzv3JOkF0XG5Qx2TlKWIA",
    "czZCaGRSa3F0MzpnWDFmQmF0M2JW",
    "2kjshdfp92i34asdasd",
    // The sample of a signature in the documentation of AWS DataSync.
    "aBBKDWQvyuVcTPH9EBp%2FXTI9E%2F%2Fmq171%2BZU178wcwqU%3D",
    // The sample of node-forge.
    "Mai9ohgh6ahxee0jutheew0pungoozil",
    // Samples of AWS' documentation, which every client of AWS brings along.
    "AKIAI44QH8DHBEXAMPLE",
    "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY",
    "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    "3s0K_;xh4~8XXI",
    "DXjSUawnel2fr6SKC7G25CNxTyWKE5PF9XX6H/u9pSo=",
    "MEYCIQCKZLWyTk5runarx6XiAkU9gv3lbwPO/pHa+DXFehzdDwIhANwpsIV2g/9SPWLLsF6p/hiSskuIXMTRwqrMdVKWTMHG",
    "term-token-gPFEGk7CF4wS901w7ppYclt7",
    "13ka4h7u28d9oo44tqpq9djqsfvhvu8rk4d2ighvpu0k8fj1c2r9",
    "AKIDEXAMPLE",
];

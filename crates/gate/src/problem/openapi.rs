//! Problems as the description of the API knows them: one schema, one answer, told of every route that can refuse.

use super::{Fault, Problem};
use std::borrow::Cow;
use std::collections::BTreeMap;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::openapi::{ArrayBuilder, ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, PartialSchema, ToResponse, ToSchema};

const NAME: &str = "Problem";

impl PartialSchema for Problem {
    fn schema() -> RefOr<Schema> {
        let text = |said: &str| ObjectBuilder::new().schema_type(Type::String).description(Some(said));
        let number = |said: &str| ObjectBuilder::new().schema_type(Type::Integer).description(Some(said));
        let time = text("When").format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)));
        ObjectBuilder::new()
            .description(Some("What went wrong (RFC 9457). There may be more members, by the type."))
            .property("type", text("What kind of problem it is: stable, and where it is described"))
            .property("title", text("The kind in a few words"))
            .property("status", number("The answer's status").minimum(Some(400)).maximum(Some(599)))
            .property("detail", text("What is wrong with this request"))
            .property("instance", text("The path that was asked"))
            .property("timestamp", time)
            .property("retry_after", number("When to come again, in seconds"))
            .property("validation_errors", ArrayBuilder::new().items(Ref::from_schema_name(Fault::name())))
            .required("type")
            .required("title")
            .required("status")
            .required("detail")
            .required("timestamp")
            .into()
    }
}

impl ToSchema for Problem {
    fn name() -> Cow<'static, str> {
        NAME.into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((Fault::name().into_owned(), Fault::schema()));
        Fault::schemas(schemas);
    }
}

impl ToResponse<'_> for Problem {
    fn response() -> (&'static str, RefOr<Response>) {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(NAME))).build();
        let response = ResponseBuilder::new().description("Refused").content("application/problem+json", content);
        (NAME, response.build().into())
    }
}

/// What every handler may answer that fails with a problem.
impl IntoResponses for Problem {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        BTreeMap::from([("4XX".to_owned(), Ref::from_response_name(NAME).into())])
    }
}

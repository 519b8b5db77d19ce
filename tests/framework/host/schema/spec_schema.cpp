// Properties of the schema that the built program cannot show.
#include "schema/spec_schema.hpp"

#include <nlohmann/json.hpp>

#include <engram/catalogue.hpp>

#include "catch.hpp"

using engram::schema::is_own_schema;
using engram::schema::spec_schema;
using engram::schema::SpecForm;
using nlohmann::json;

TEST_CASE("schema: there is one where no plugin was found") {
  const SpecForm form{{"title"}, {{"model", engram::Kind::model, true}}, {"s"}, {}, {}, {}, {}};
  const json root = json::parse(spec_schema({}, form, "1.0"));
  CHECK(root["definitions"]["model"] == false);
  const json whole = root["else"]["else"];
  CHECK(whole["required"] == json::array({"model"}));
  CHECK(whole["if"]["required"] == json::array({"initial"}));
  CHECK(whole["else"]["required"] == json::array({"learning"}));
}

TEST_CASE("schema: a key that brings in more may stand for what is required") {
  const SpecForm form{{"title", "include"}, {{"model", engram::Kind::model, true}}, {"s"}, {}, {}, {}, {}};
  const json root = json::parse(spec_schema({}, form, "1.0"));
  CHECK(root["properties"]["include"] == true);
  CHECK(root["if"] == json::parse(R"({"required": ["extends"]})"));
  CHECK(root["else"]["if"]["anyOf"] ==
        json::parse(R"([{"required": ["cases"]}, {"required": ["sweep"]}, {"required": ["include"]}])"));
}

TEST_CASE("schema: it is known again") {
  CHECK(is_own_schema(spec_schema({}, {}, "1.0")));
  CHECK_FALSE(is_own_schema("{\"$schema\": \"http://json-schema.org/draft-07/schema#\"}"));
  CHECK_FALSE(is_own_schema("# Written by `engram schema`"));
  CHECK_FALSE(is_own_schema(""));
}

#include "store/provenance.hpp"

#include <algorithm>
#include <cctype>
#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include <engram/error.hpp>

#include "catch.hpp"
#include "result_folder.hpp"
#include "store/reader.hpp"
#include "store/sha256.hpp"

using Catch::Matchers::Message;
using engram::store::AttributeValue;
using engram::store::begin_provenance;
using engram::store::Provenance;
using engram::store::Reader;
using engram::store::sha256_of_file;
using engram::store::utc_now;
using engram::store::Writer;
using engram::store::test::Folder;
using engram::store::test::write_file;

TEST_CASE("provenance: SHA-256 agrees with the examples of FIPS 180-2") {
  const Folder folder;
  write_file(folder / "x", "");
  CHECK(sha256_of_file(folder / "x") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  write_file(folder / "x", "abc");
  CHECK(sha256_of_file(folder / "x") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  write_file(folder / "x", std::string(1'000'000, 'a'));
  CHECK(sha256_of_file(folder / "x") == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("provenance: a file that cannot be hashed is named with the reason") {
  const Folder folder;
  CHECK_THROWS_MATCHES(sha256_of_file(folder / "x"), engram::RequestError,
                       Message((folder / "x").string() + " cannot be read: No such file or directory"));
  CHECK_THROWS_MATCHES(sha256_of_file(folder.path()), engram::RequestError,
                       Message(folder.path().string() + " cannot be read: Is a directory"));
}

TEST_CASE("provenance: times are UTC in ISO 8601") {
  std::string shape = utc_now();
  std::replace_if(
      shape.begin(), shape.end(), [](unsigned char c) { return std::isdigit(c) != 0; }, '0');
  CHECK(shape == "0000-00-00T00:00:00Z");
}

TEST_CASE("provenance: the command line can be given to a shell again") {
  const auto line = [](const std::vector<std::string>& arguments) {
    return begin_provenance({}, arguments, 0).command_line;
  };
  CHECK(line({"engram", "run", "experiments/fig4.yaml", "--set", "model.tau_v=50ms"}) ==
        "engram run experiments/fig4.yaml --set model.tau_v=50ms");
  CHECK(line({"engram", "run", "my spec.yaml", "", "it's", "$HOME"}) ==
        R"(engram run 'my spec.yaml' '' 'it'\''s' '$HOME')");
}

TEST_CASE("provenance: provenance is written as attributes and a table of plugins") {
  const Folder folder;
  Provenance provenance = begin_provenance({"0.1", "c0ffee", true, "g++ 12.2", "-O3"}, {"engram", "run"}, 42);
  CHECK_FALSE(provenance.host.empty());
  CHECK_FALSE(provenance.cpu.empty());
  CHECK(provenance.start.size() == utc_now().size());
  provenance.end = utc_now();
  provenance.plugins = {{"model", "pc_hopfield", "0.1", "lib/pc_hopfield.so", "00"},
                        {"activation", "relu", "0.1", "lib/relu.so", "11"}};
  {
    Writer writer(folder / "r.h5", false);
    write_provenance(writer, provenance);
    writer.finish();
  }
  const Reader reader(folder / "r.h5");
  const auto value = [&](const std::string& name) { return reader.attribute("provenance", name); };
  CHECK(value("engram_version") == AttributeValue("0.1"));
  CHECK(value("git_commit") == AttributeValue("c0ffee"));
  CHECK(value("git_dirty") == AttributeValue("yes"));
  CHECK(value("compiler") == AttributeValue("g++ 12.2"));
  CHECK(value("compiler_flags") == AttributeValue("-O3"));
  CHECK(value("host") == AttributeValue(provenance.host));
  CHECK(value("cpu") == AttributeValue(provenance.cpu));
  CHECK(value("command_line") == AttributeValue("engram run"));
  CHECK(value("seed") == AttributeValue(std::int64_t{42}));
  CHECK(value("start") == AttributeValue(provenance.start));
  CHECK(value("end") == AttributeValue(provenance.end));
  const auto plugins = reader.dataset("provenance/plugins");
  CHECK(plugins.dimensions == std::vector<std::string>{"plugin", "field"});
  CHECK(plugins.shape == std::vector<engram::Index>{2, 5});
  CHECK(std::get<std::vector<std::string>>(plugins.values) ==
        std::vector<std::string>{"model", "pc_hopfield", "0.1", "lib/pc_hopfield.so", "00",  //
                                 "activation", "relu", "0.1", "lib/relu.so", "11"});
  CHECK(std::get<std::vector<std::string>>(reader.dataset("provenance/field").values) ==
        std::vector<std::string>{"kind", "name", "version", "file", "sha256"});
}

TEST_CASE("provenance: what is known of the project, the libraries and the files is written, and nothing else") {
  const Folder folder;
  const auto attributes = [&](const std::function<void(Provenance&)>& change) {
    Provenance provenance = begin_provenance({}, {}, 0);
    change(provenance);
    Writer writer(folder / "r.h5", true);
    write_provenance(writer, provenance);
    writer.finish();
    std::map<std::string, std::string> found;
    for (const auto& [name, value] : Reader(folder / "r.h5").attributes("provenance")) {
      const auto* text = std::get_if<std::string>(&value);
      const bool varies = name.starts_with("project") || name.starts_with("blas") || name == "math";
      if (varies && text != nullptr) {
        found[name] = *text;
      }
    }
    return found;
  };
  using Found = std::map<std::string, std::string>;
  CHECK(attributes([](Provenance&) {}).empty());
  CHECK(attributes([](Provenance& all) { all.project.git_commit = "c"; }) ==
        Found{{"project_git_commit", "c"}, {"project_git_dirty", "no"}});
  CHECK(attributes([](Provenance& all) {
          all.project = {"c", true, ""};
        }) == Found{{"project_git_commit", "c"}, {"project_git_dirty", "yes"}});
  CHECK(attributes([](Provenance& all) {
          all.project = {"c", false, "late"};
        }) == Found{{"project_git_commit", "c"}, {"project_git_dirty", "unknown"}, {"project_git_unread", "late"}});
  CHECK(attributes([](Provenance& all) { all.project.unread = "late"; }) == Found{{"project_git_unread", "late"}});
  CHECK(attributes([](Provenance& all) { all.blas = {"B 1", "K"}; }) == Found{{"blas", "B 1"}, {"blas_kernel", "K"}});
  CHECK(attributes([](Provenance& all) {
          all.blas = {"B 1", ""};
        }) == Found{{"blas", "B 1"}, {"blas_kernel", "unknown"}});
  CHECK(attributes([](Provenance& all) { all.math = "m"; }) == Found{{"math", "m"}});
  CHECK_FALSE(Reader(folder / "r.h5").has("provenance/input"));
  CHECK_FALSE(Reader(folder / "r.h5").has("provenance/spec"));
  (void)attributes([](Provenance& all) {
    all.inputs = {{"a.csv", "1"}, {"b.csv", "2"}};
    all.specs = {{"s.yaml", "3"}};
  });
  const Reader reader(folder / "r.h5");
  CHECK(reader.column<std::string>("provenance/input") == std::vector<std::string>{"a.csv", "b.csv"});
  CHECK(reader.column<std::string>("provenance/input_sha256") == std::vector<std::string>{"1", "2"});
  CHECK(reader.column<std::string>("provenance/spec") == std::vector<std::string>{"s.yaml"});
  CHECK(reader.column<std::string>("provenance/spec_sha256") == std::vector<std::string>{"3"});
}

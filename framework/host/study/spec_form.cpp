#include "study/spec_form.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>

#include "evaluation/claim_spec.hpp"
#include "evaluation/figure_spec.hpp"
#include "specification/keep.hpp"
#include "values/describe.hpp"
#include "values/quantity.hpp"
#include "values/sections.hpp"

namespace engram::study {

namespace {

schema::RecordForm form_of(const specification::RecordSchema& schema, const std::string& summary) {
  return {schema.what, summary, schema.parameters, schema.children_key, nullptr};
}

}  // namespace

schema::SpecForm spec_form() {
  schema::SpecForm form;
  form.keys = values::whole_keys();
  std::ranges::copy(values::experiment_keys(), std::back_inserter(form.keys));
  form.keys.emplace_back("cases");
  for (const values::Section& section : values::sections) {
    form.sections.push_back({std::string(section.key), section.kind, section.required});
  }
  form.initial = values::initial_parameters();
  form.time_units = values::units_of("s");
  for (const specification::Content content : specification::all_contents()) {
    form.contents.emplace_back(specification::name_of(content));
  }
  form.keep_words = specification::keep_words();
  form.figure =
      form_of(evaluation::figure_schema(), "A picture: an entry of `figures` in a spec, drawn by `engram plot`.");
  form.figure.child = std::make_shared<const schema::RecordForm>(
      form_of(*evaluation::figure_schema().child, "One pair of axes of a figure, over a stored dataset."));
  form.claim = form_of(evaluation::claim_schema(),
                       "What should come out: an entry of `expect` in a spec, judged by `engram check`.");
  return form;
}

schema::DeclarationWords declaration_words() {
  return {values::type_text, values::default_text, values::kind_words, values::kind_plural};
}

}  // namespace engram::study

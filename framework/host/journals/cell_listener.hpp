// Receives the records of one cell of a sweep when they are played back.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include <engram/recorder.hpp>

#include "store/reader.hpp"

namespace engram::journals {

/// Records arrive in the order in which they were made.
class CellListener {
 public:
  virtual ~CellListener() = default;
  virtual void group(const std::string& path) = 0;
  virtual void dataset(const std::string& group, Dataset dataset) = 0;
  virtual void failure(const std::string& group, std::string sentence) = 0;
};

/// Records again what is played, into groups of a file or of another cell.
class RecordAgain : public CellListener {
 public:
  using RecorderOf = std::function<Recorder&(const std::string& group)>;
  explicit RecordAgain(RecorderOf recorder_of) : recorder_of_(std::move(recorder_of)) {}

  void group(const std::string& path) override { recorder_of_(path); }
  void dataset(const std::string& group, Dataset dataset) override { recorder_of_(group).record(std::move(dataset)); }
  void failure(const std::string& group, std::string sentence) override {
    recorder_of_(group).failure(std::move(sentence));
  }

 private:
  RecorderOf recorder_of_;
};

/// Plays back a case of a finished result, without its spec.
void play_case(const store::Reader& reader, const std::string& label, CellListener& listener);

}  // namespace engram::journals

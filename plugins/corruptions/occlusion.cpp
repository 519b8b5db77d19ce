// Occlusion: covers a rectangle of an image, which is a block at a given or random place, or a part on one side.
#include <algorithm>
#include <optional>
#include <string>

#include <engram/chosen_units.hpp>
#include <engram/plugin.hpp>

using namespace engram;

struct Occlusion : Corruption {
  enum class Region { block, left, right, top, bottom };

  Index width = 0;
  Region region = Region::block;
  double share = 0.5;
  std::optional<Index> block_height;
  std::optional<Index> block_width;
  std::optional<Index> block_top;
  std::optional<Index> block_left;
  double value = -1.0;

  static auto params() {
    return engram::params<Occlusion>()
        .add(&Occlusion::width, "width", "1", "Width of the images, in pixels; their height follows.",
             {.min = 1, .required = true})
        .choice(&Occlusion::region, "region",
                {{"block", Region::block},
                 {"left", Region::left},
                 {"right", Region::right},
                 {"top", Region::top},
                 {"bottom", Region::bottom}},
                "What is covered: a block, or a part of the image from one side on.")
        .add(&Occlusion::share, "share", "1",
             "How much of the image is covered from a side; for a block without a size, how much of the height and "
             "of the width.",
             {.min = 0, .max = 1})
        .add(&Occlusion::block_height, "block_height", "1", "Height of a block, in pixels.", {.min = 1})
        .add(&Occlusion::block_width, "block_width", "1", "Width of a block, in pixels.", {.min = 1})
        .add(&Occlusion::block_top, "block_top", "1", "First row of a block, from 0; anywhere if not given.",
             {.min = 0})
        .add(&Occlusion::block_left, "block_left", "1", "First column of a block, from 0; anywhere if not given.",
             {.min = 0})
        .add(&Occlusion::value, "value", "1", "Value of a covered pixel.");
  }

  void check() const {
    const auto only_for_blocks = [&](const std::optional<Index>& given, const char* name) {
      if (given && region != Region::block) {
        throw ParameterError(name, std::string(name) + " belongs to `region: block`");
      }
    };
    only_for_blocks(block_height, "block_height");
    only_for_blocks(block_width, "block_width");
    only_for_blocks(block_top, "block_top");
    only_for_blocks(block_left, "block_left");
  }

  void check_units(Index units) const override {
    if (units % width != 0) {
      throw ParameterError("width", "patterns of " + std::to_string(units) + " units are not images " +
                                        std::to_string(width) + " pixels wide");
    }
    check_block("block_height", "block_top", block_height, block_top, units / width);
    check_block("block_width", "block_left", block_width, block_left, width);
  }

  Range range(Range of_pattern) const override {
    return {std::min(of_pattern.min, value), std::max(of_pattern.max, value)};
  }

  void apply(VectorView pattern, RandomStream& random) const override {
    const Index height = pattern.size() / width;
    using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    Eigen::Map<RowMajor> image(pattern.data(), height, width);
    const Index part_of_height = share_of(share, height);
    const Index part_of_width = share_of(share, width);
    switch (region) {
      case Region::left:
        image.leftCols(part_of_width).setConstant(value);
        break;
      case Region::right:
        image.rightCols(part_of_width).setConstant(value);
        break;
      case Region::top:
        image.topRows(part_of_height).setConstant(value);
        break;
      case Region::bottom:
        image.bottomRows(part_of_height).setConstant(value);
        break;
      case Region::block: {
        const Index rows = block_height.value_or(part_of_height);
        const Index columns = block_width.value_or(part_of_width);
        const Index top = first(block_top, height - rows, random);
        const Index left = first(block_left, width - columns, random);
        image.block(top, left, rows, columns).setConstant(value);
        break;
      }
    }
  }

 private:
  void check_block(const char* extent_name, const char* first_name, const std::optional<Index>& extent,
                   const std::optional<Index>& from, Index whole) const {
    const Index covered = extent.value_or(share_of(share, whole));
    if (covered > whole) {
      throw ParameterError(extent_name, std::string(extent_name) + " is " + std::to_string(covered) +
                                            ", and the images have " + std::to_string(whole) + " pixels there");
    }
    if (from && *from + covered > whole) {
      throw ParameterError(first_name, "the block would end at pixel " + std::to_string(*from + covered) +
                                           ", outside of the images, which have " + std::to_string(whole) + " there");
    }
  }

  static Index first(const std::optional<Index>& given, Index last, RandomStream& random) {
    return given ? *given : static_cast<Index>(random.below(static_cast<std::uint64_t>(last) + 1));
  }
};

ENGRAM_PLUGINS(corruption<Occlusion>("occlusion", "Covers a block or one side of an image.")
                   .with_example("width: 4, region: right"));

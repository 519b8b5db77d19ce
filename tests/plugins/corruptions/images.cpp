#include "catch.hpp"
#include "corruptions.hpp"

using namespace engram;
using test::damaged;

namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

}  // namespace

TEST_CASE("sign_flips: a fraction is rounded to whole values, or is each value's probability") {
  SignFlips flips;
  flips.fraction = 0.3;
  CHECK((damaged(flips, Vector::Ones(16384)).array() == -1.0).count() == 4915);
  flips.independent = true;
  const auto count = (damaged(flips, Vector::Ones(100000)).array() == -1.0).count();
  CHECK(static_cast<double>(count) == Approx(30000).margin(600));
}

TEST_CASE("sign_flips: takes a count or a fraction, and says so") {
  SignFlips flips;
  CHECK_THROWS_WITH(flips.check(), "sign_flips takes either a count or a fraction");
  flips.count = 3;
  CHECK_NOTHROW(flips.check());
  flips.independent = true;
  CHECK_THROWS_WITH(flips.check(), "independent flips need a fraction, the probability of each");
  flips.fraction = 0.1;
  CHECK_THROWS_WITH(flips.check(), "sign_flips takes either a count or a fraction");
}

TEST_CASE("salt_and_pepper: replaces that share, half of it by each value") {
  SaltAndPepper noise;
  noise.fraction = 0.4;
  noise.pepper = -3.0;
  noise.salt = 5.0;
  const Vector found = damaged(noise, Vector::Ones(10000));
  CHECK((found.array() == 1.0).count() == 6000);
  CHECK(static_cast<double>((found.array() == 5.0).count()) == Approx(2000).margin(150));
  CHECK((found.array() == -3.0).count() + (found.array() == 5.0).count() == 4000);
}

TEST_CASE("mask: a share at random, or a stretch") {
  MaskUnits mask;
  CHECK_THROWS_WITH(mask.check(), "give either a fraction or the first unit of a stretch");
  mask.count = 2;
  mask.fraction = 0.25;
  CHECK_THROWS_WITH(mask.check(), "count is the number of units masked from `first` on, and first is missing");
  mask.count.reset();
  CHECK((damaged(mask, Vector::Ones(80)).array() == 0.0).count() == 20);
  mask.fraction.reset();
  mask.first = 3;
  CHECK(damaged(mask, Vector::Ones(5)) == (Vector(5) << 1, 1, 1, 0, 0).finished());
  mask.count = 1;
  mask.value = 7.0;
  CHECK(damaged(mask, Vector::Ones(5)) == (Vector(5) << 1, 1, 1, 7, 1).finished());
  CHECK_THROWS_WITH(mask.check_units(3), "there is no unit 3 in a pattern of 3; units are 0 to 2");
  mask.count = 4;
  CHECK_THROWS_WITH(mask.check_units(5), "there are 2 units from unit 3 on, and not 4");
}

TEST_CASE("occlusion: covers a side, or a block at its place or anywhere within the image") {
  Occlusion cover;
  cover.width = 4;
  cover.region = Occlusion::Region::right;
  Vector found = damaged(cover, Vector::Ones(12));
  Eigen::Map<RowMajor> image(found.data(), 3, 4);
  CHECK((image.leftCols(2).array() == 1.0).all());
  CHECK((image.rightCols(2).array() == -1.0).all());
  cover.region = Occlusion::Region::block;
  cover.block_height = 2;
  cover.block_width = 1;
  cover.block_top = 1;
  cover.block_left = 3;
  found = damaged(cover, Vector::Ones(12));
  CHECK((found.array() == -1.0).count() == 2);
  CHECK((found[7] == -1.0 && found[11] == -1.0));
  cover.block_top.reset();
  cover.block_left.reset();
  Vector often = Vector::Zero(12);
  for (std::uint64_t seed = 0; seed < 800; ++seed) {
    found = damaged(cover, Vector::Ones(12), seed);
    REQUIRE((found.array() == -1.0).count() == 2);
    often.array() += (found.array() == -1.0).cast<double>();
  }
  // Eight places; the middle row lies in both of a column's blocks.
  CHECK(often[0] == Approx(100).margin(40));
  CHECK(often[4] == Approx(200).margin(50));
}

TEST_CASE("occlusion: images and blocks that do not fit are refused") {
  Occlusion cover;
  cover.width = 5;
  CHECK_THROWS_WITH(cover.check_units(12), "patterns of 12 units are not images 5 pixels wide");
  cover.block_width = 6;
  CHECK_THROWS_WITH(cover.check_units(10), "block_width is 6, and the images have 5 pixels there");
  cover.block_width = 3;
  cover.block_left = 3;
  CHECK_THROWS_WITH(cover.check_units(10),
                    "the block would end at pixel 6, outside of the images, which have 5 there");
  cover.region = Occlusion::Region::left;
  CHECK_THROWS_WITH(cover.check(), "block_width belongs to `region: block`");
}

TEST_CASE("sequence: corruptions act one after the other, and each has to fit the pattern") {
  auto first = std::make_shared<MaskUnits>();
  first->first = 2;
  auto second = std::make_shared<SignFlips>();
  second->count = 4;
  Sequence sequence;
  CHECK_THROWS_WITH(sequence.check(), "a list of corruptions needs at least one");
  sequence.corruptions = {first, second};
  CHECK(damaged(sequence, Vector::Ones(4)) == (Vector(4) << -1, -1, 0, 0).finished());
  CHECK_THROWS_WITH(sequence.check_units(3), "sign_flips cannot flip 4 values of a pattern of 3");
}

package io.gatehouse.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MerkleTreeTest {
    private static final int MANY = 600;
    private static final List<Hash> LEAVES = Tiles.leaves(MANY);
    private static final Tiles TILES = Tiles.of(LEAVES, 37);

    /** Inputs of the test vectors that the implementations of Certificate Transparency share. */
    private static final List<String> KNOWN_LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    @ParameterizedTest
    @CsvSource({
        "0,e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "1,6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2,fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3,aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4,d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5,4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6,76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7,ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8,5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void knownRoots(int size, String root) {
        Tiles tiles = Tiles.of(knownLeaves(), 3);

        assertThat(new MerkleTree(size, tiles).root()).hasToString(root);
        assertThat(new MerkleTree(8, tiles).root(size)).hasToString(root);
    }

    /** The example paths of Certificate Transparency's own test of the RFC. */
    @Test
    void knownPaths() {
        MerkleTree tree = new MerkleTree(8, Tiles.of(knownLeaves(), 8));

        assertThat(tree.inclusionProof(5, 8))
                .map(Hash::toString)
                .containsExactly(
                        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
        assertThat(tree.consistencyProof(6, 8))
                .map(Hash::toString)
                .containsExactly(
                        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    }

    @Test
    void everySizeHasTheRootOfTheRfcHoweverItWasAppended() {
        Frontier oneByOne = Frontier.EMPTY;
        for (int size = 1; size <= MANY; size++) {
            oneByOne = oneByOne.append(LEAVES.subList(size - 1, size)).frontier();
            Hash expected = NaiveTree.root(LEAVES.subList(0, size));

            assertThat(oneByOne.root()).as("one by one, %d", size).isEqualTo(expected);
            assertThat(new MerkleTree(MANY, TILES).root(size))
                    .as("tiles, %d", size)
                    .isEqualTo(expected);
            assertThat(Frontier.load(size, TILES).root()).as("loaded, %d", size).isEqualTo(expected);
        }
    }

    @Test
    void everyLeafOfEverySizeHasAProofThatVerifies() {
        for (int size = 1; size <= MANY; size++) {
            MerkleTree tree = new MerkleTree(size, TILES);
            Hash root = tree.root();
            for (int index = 0; index < size; index += Math.max(1, size / 23)) {
                List<Hash> path = tree.inclusionProof(index, size);

                assertThat(path).as("%d of %d", index, size).isEqualTo(NaiveTree.path(index, LEAVES.subList(0, size)));
                assertThat(Proofs.includes(index, size, LEAVES.get(index), path, root))
                        .isTrue();
            }
        }
    }

    @Test
    void everySizeIsProvedToContinueTheSmallerOnes() {
        for (int to = 0; to <= MANY; to++) {
            MerkleTree tree = new MerkleTree(MANY, TILES);
            for (int from = 0; from <= to; from += Math.max(1, to / 23)) {
                List<Hash> proof = tree.consistencyProof(from, to);

                assertThat(proof).as("%d to %d", from, to).isEqualTo(NaiveTree.proof(from, LEAVES.subList(0, to)));
                assertThat(Proofs.isConsistent(from, to, tree.root(from), tree.root(to), proof))
                        .as("%d to %d", from, to)
                        .isTrue();
            }
        }
    }

    @Property
    void changedProofDoesNotVerify(
            @ForAll @IntRange(min = 2, max = MANY) int size,
            @ForAll @IntRange(max = MANY) int anyIndex,
            @ForAll @IntRange(max = 20) int anyStep,
            @ForAll @IntRange(max = 255) int bit) {
        int index = anyIndex % size;
        MerkleTree tree = new MerkleTree(size, TILES);
        List<Hash> path = tree.inclusionProof(index, size);
        int step = anyStep % path.size();
        Hash root = tree.root();
        Hash leaf = LEAVES.get(index);

        assertThat(Proofs.includes(index, size, leaf, flipped(path, step, bit), root))
                .isFalse();
        assertThat(Proofs.includes(index, size, leaf, without(path, step), root))
                .isFalse();
        assertThat(Proofs.includes(index, size, leaf, with(path, Hash.NONE), root))
                .isFalse();
        assertThat(Proofs.includes((index + 1) % size, size, leaf, path, root)).isFalse();
        assertThat(Proofs.includes(index, size, LEAVES.get((index + 1) % size), path, root))
                .isFalse();
        assertThat(Proofs.includes(index, size, leaf, path, tree.root(size - 1)))
                .isFalse();
        assertThat(Proofs.includes(-1, size, leaf, path, root)).isFalse();
        assertThat(Proofs.includes(size, size, leaf, path, root)).isFalse();
    }

    @Property
    void changedConsistencyDoesNotVerify(
            @ForAll @IntRange(min = 2, max = MANY) int to,
            @ForAll @IntRange(min = 1, max = MANY) int anyFrom,
            @ForAll @IntRange(max = 20) int anyStep,
            @ForAll @IntRange(max = 255) int bit) {
        int from = 1 + anyFrom % (to - 1);
        MerkleTree tree = new MerkleTree(to, TILES);
        List<Hash> proof = tree.consistencyProof(from, to);
        int step = anyStep % proof.size();
        Hash fromRoot = tree.root(from);
        Hash toRoot = tree.root();

        assertThat(Proofs.isConsistent(from, to, fromRoot, toRoot, proof)).isTrue();
        assertThat(Proofs.isConsistent(from, to, fromRoot, toRoot, flipped(proof, step, bit)))
                .isFalse();
        assertThat(Proofs.isConsistent(from, to, fromRoot, toRoot, without(proof, step)))
                .isFalse();
        assertThat(Proofs.isConsistent(from, to, fromRoot, toRoot, with(proof, Hash.NONE)))
                .isFalse();
        assertThat(Proofs.isConsistent(from, to, toRoot, toRoot, proof)).isFalse();
        assertThat(Proofs.isConsistent(from, to, fromRoot, fromRoot, proof)).isFalse();
        assertThat(Proofs.isConsistent(to, from, toRoot, fromRoot, proof)).isFalse();
    }

    @Test
    void fromNothingAndToItselfNothingIsToProve() {
        Hash root = new MerkleTree(9, TILES).root();

        assertThat(Proofs.isConsistent(0, 9, Hash.EMPTY_ROOT, root, List.of())).isTrue();
        assertThat(Proofs.isConsistent(9, 9, root, root, List.of())).isTrue();
        assertThat(Proofs.isConsistent(0, 9, root, root, List.of())).isFalse();
        assertThat(Proofs.isConsistent(9, 9, Hash.NONE, root, List.of())).isFalse();
        assertThat(Proofs.isConsistent(9, 9, root, root, List.of(root))).isFalse();
        assertThat(Proofs.isConsistent(-1, 9, Hash.EMPTY_ROOT, root, List.of())).isFalse();
    }

    @Property
    void tilesDoNotDependOnTheBatches(@ForAll @IntRange(min = 1, max = 700) int batch) {
        assertThat(Tiles.of(LEAVES, batch).all()).isEqualTo(TILES.all());
    }

    /** The example of the specification of tiles. */
    @Test
    void seventyThousandLeavesHaveTheTilesOfTheSpecification() {
        Tiles tiles = Tiles.of(Tiles.leaves(70_000), 1_000);

        assertThat(tiles.all()).hasSize(273 + 1 + 1 + 1 + 1);
        assertThat(tiles.width(new TileId(0, 272))).isEqualTo(TileId.WIDTH);
        assertThat(tiles.width(new TileId(0, 273))).isEqualTo(112);
        assertThat(tiles.width(new TileId(1, 0))).isEqualTo(TileId.WIDTH);
        assertThat(tiles.width(new TileId(1, 1))).isEqualTo(17);
        assertThat(tiles.width(new TileId(2, 0))).isEqualTo(1);
    }

    @Test
    void proofsReadFewTiles() {
        List<Hash> leaves = Tiles.leaves(70_000);
        Tiles tiles = Tiles.of(leaves, 70_000);

        MerkleTree tree = new MerkleTree(70_000, tiles);
        List<Hash> path = tree.inclusionProof(12_345, 70_000);

        assertThat(Proofs.includes(12_345, 70_000, leaves.get(12_345), path, tree.root()))
                .isTrue();
        assertThat(tiles.reads()).isLessThanOrEqualTo(6);
        assertThat(tree.leaf(12_345)).isEqualTo(leaves.get(12_345));
    }

    @Test
    void appendingNothingChangesNothing() {
        Frontier frontier = Frontier.load(300, TILES);

        assertThat(frontier.append(List.of()).changed()).isEmpty();
        assertThat(frontier.append(List.of()).frontier().root()).isEqualTo(frontier.root());
        assertThat(frontier.size()).isEqualTo(300);
    }

    @Test
    void missingTileIsNamed() {
        Tiles tiles = Tiles.of(LEAVES, MANY);
        tiles.remove(new TileId(0, 1));

        assertThatExceptionOfType(MissingTileException.class)
                .isThrownBy(() -> new MerkleTree(MANY, tiles).leaf(256))
                .satisfies(e -> assertThat(e.id()).isEqualTo(new TileId(0, 1)));
        assertThatExceptionOfType(MissingTileException.class).isThrownBy(() -> Frontier.load(300, tiles));
        tiles.put(new Tile(new TileId(0, 1), new byte[Hash.BYTES]));
        assertThatExceptionOfType(MissingTileException.class).isThrownBy(() -> new MerkleTree(MANY, tiles).leaf(257));
        assertThatExceptionOfType(MissingTileException.class).isThrownBy(() -> Frontier.load(300, tiles));
    }

    @Test
    void whatLiesOutsideTheTreeIsRefused() {
        MerkleTree tree = new MerkleTree(9, TILES);

        assertThatIllegalArgumentException().isThrownBy(() -> tree.leaf(9));
        assertThatIllegalArgumentException().isThrownBy(() -> tree.leaf(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> tree.root(10));
        assertThatIllegalArgumentException().isThrownBy(() -> tree.root(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> tree.inclusionProof(5, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> tree.consistencyProof(6, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> tree.consistencyProof(-1, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> new MerkleTree(-1, TILES));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33, 8_193, 8_224})
    void tileHoldsOneTo256WholeHashes(int bytes) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Tile(new TileId(0, 0), new byte[bytes]));
    }

    @Test
    void tileAndItsIdHaveBounds() {
        assertThat(new Tile(new TileId(0, 0), new byte[8_192]).width()).isEqualTo(256);
        assertThatIllegalArgumentException().isThrownBy(() -> new TileId(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new TileId(TileId.MAX_LEVEL + 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new TileId(0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> Hash.of(new byte[31]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hash.ofBase64(Hash.NONE.base64().replace("=", "")));
        assertThat(Hash.ofBase64(Hash.NONE.base64())).isEqualTo(Hash.NONE);
        assertThat(Hash.NONE.base64Url()).isEqualTo("A".repeat(43));
    }

    private static List<Hash> knownLeaves() {
        return KNOWN_LEAVES.stream()
                .map(hex -> Hash.ofLeaf(HexFormat.of().parseHex(hex)))
                .toList();
    }

    private static List<Hash> flipped(List<Hash> path, int step, int bit) {
        List<Hash> other = new ArrayList<>(path);
        byte[] bytes = other.get(step).bytes();
        bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        other.set(step, Hash.of(bytes));
        return other;
    }

    private static List<Hash> without(List<Hash> path, int step) {
        List<Hash> other = new ArrayList<>(path);
        other.remove(step);
        return other;
    }

    private static List<Hash> with(List<Hash> path, Hash more) {
        List<Hash> other = new ArrayList<>(path);
        other.add(more);
        return other;
    }
}

package io.gatehouse.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatehouse.core.token.Ed25519PrivateKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final Ed25519PrivateKey KEY = Ed25519PrivateKey.ofSeed(new byte[Ed25519PrivateKey.SEED_BYTES]);
    private static final String ORIGIN = "gatehouse/realm-1";
    private static final List<NoteKey> KEYS = List.of(new NoteKey(ORIGIN, KEY.publicKey()));

    private static final List<Hash> LEAVES = Tiles.leaves(300);
    private static final MerkleTree TREE = new MerkleTree(300, Tiles.of(LEAVES, 300));
    private static final Checkpoint CHECKPOINT = new Checkpoint(ORIGIN, 300, TREE.root());
    private static final String NOTE = CHECKPOINT.signedBy(KEY);

    @Test
    void signedCheckpointIsReadAsItWasWritten() {
        assertThat(Checkpoint.verify(NOTE, ORIGIN, KEYS)).isEqualTo(CHECKPOINT);
        assertThat(CHECKPOINT.text())
                .isEqualTo("gatehouse/realm-1\n300\n" + TREE.root().base64() + "\n");
    }

    /** The example of the specification. */
    @Test
    void exampleOfTheSpecificationIsRead() {
        Checkpoint read = Checkpoint.parseText(
                "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n");

        assertThat(read.size()).isEqualTo(20_852_163);
        assertThat(read.root().base64()).isEqualTo("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
    }

    @Test
    void linesAfterTheThirdArePassedOver() {
        assertThat(Checkpoint.parseText(CHECKPOINT.text() + "extension\n")).isEqualTo(CHECKPOINT);
    }

    @Test
    void checkpointOfAnotherLogOrKeyIsRefused() {
        Ed25519PrivateKey other = Ed25519PrivateKey.ofSeed(Hash.EMPTY_ROOT.bytes());
        String foreign = new Checkpoint("gatehouse/realm-2", 300, TREE.root()).signedBy(KEY);
        List<NoteKey> both = List.of(KEYS.get(0), new NoteKey("gatehouse/realm-2", KEY.publicKey()));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoint.verify(CHECKPOINT.signedBy(other), ORIGIN, KEYS));
        assertThatIllegalArgumentException().isThrownBy(() -> Checkpoint.verify(foreign, ORIGIN, both));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoint.verify(NOTE.replace("300", "299"), ORIGIN, KEYS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "o\n",
                "o\n1\n",
                "o\n01\n{root}\n",
                "o\n-1\n{root}\n",
                "o\n+1\n{root}\n",
                "o\nx\n{root}\n",
                "o\n9223372036854775808\n{root}\n",
                "o\n1\nAAAA\n",
                "o\n1\n{root}",
                "\n1\n{root}\n",
                "o o\n1\n{root}\n",
                "o\n1\n{root}\n\nmore\n"
            })
    void whatIsNoCheckpointIsRefused(String text) {
        String filled = text.replace("{root}", Hash.EMPTY_ROOT.base64());

        assertThatIllegalArgumentException().isThrownBy(() -> Checkpoint.parseText(filled));
    }

    @ParameterizedTest
    @CsvSource({
        "7e0b9c1a-2f,gatehouse/7e0b9c1a-2f",
        "my realm+1,gatehouse/my%20realm%2B1",
        "é/%,gatehouse/%C3%A9%2F%25",
    })
    void originCanAlwaysNameAKey(String realmId, String origin) {
        assertThat(Checkpoint.originOf(realmId)).isEqualTo(origin);
        assertThat(new Checkpoint(Checkpoint.originOf(realmId), 0, Hash.EMPTY_ROOT).origin())
                .isEqualTo(origin);
    }

    @Test
    void proofIsCompleteInItself() {
        TlogProof proof = new TlogProof(17, TREE.inclusionProof(17, 300), NOTE);

        TlogProof read = TlogProof.parse(proof.text());

        assertThat(read).isEqualTo(proof);
        assertThat(proof.text())
                .startsWith("c2sp.org/tlog-proof@v1\nindex 17\n")
                .endsWith("\n\n" + NOTE);
        assertThat(read.proves(LEAVES.get(17), ORIGIN, KEYS)).isTrue();
        assertThat(read.proves(LEAVES.get(18), ORIGIN, KEYS)).isFalse();
        assertThat(read.proves(LEAVES.get(17), ORIGIN, List.of())).isFalse();
        assertThat(read.proves(LEAVES.get(17), "gatehouse/realm-2", KEYS)).isFalse();
    }

    @Test
    void extraDataOfAProofArePassedOver() {
        TlogProof proof = new TlogProof(0, List.of(), new Checkpoint(ORIGIN, 1, LEAVES.get(0)).signedBy(KEY));

        TlogProof read = TlogProof.parse(proof.text().replace("index", "extra AAAA\nindex"));

        assertThat(read.proves(LEAVES.get(0), ORIGIN, KEYS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c2sp.org/tlog-proof@v1\nindex 0\n",
                "c2sp.org/tlog-proof@v2\nindex 0\n\nx",
                "c2sp.org/tlog-proof@v1\n\nx",
                "c2sp.org/tlog-proof@v1\nextra AAAA\n\nx",
                "c2sp.org/tlog-proof@v1\nindex 00\n\nx",
                "c2sp.org/tlog-proof@v1\nindex -1\n\nx",
                "c2sp.org/tlog-proof@v1\nindex x\n\nx",
                "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nx"
            })
    void whatIsNoProofIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> TlogProof.parse(text));
    }

    @Test
    void pathHasALimit() {
        String head = "c2sp.org/tlog-proof@v1\nindex 0\n";
        String line = Hash.NONE.base64() + "\n";

        assertThat(TlogProof.parse(head + line.repeat(63) + "\nx").path()).hasSize(63);
        assertThatIllegalArgumentException().isThrownBy(() -> TlogProof.parse(head + line.repeat(64) + "\nx"));
    }
}

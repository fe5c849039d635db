package org.commissionledger.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.commissionledger.identity.Sha256;
import org.junit.jupiter.api.Test;

/** The tree and its proofs against a slow model that is written straight from RFC 9162, and against published vectors. */
class MerkleTreeTest {

    /** The leaves of the vectors that implementations of RFC 6962 and 9162 share. */
    private static final List<String> VECTOR =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    private final long seed = Long.getLong("proof.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private static byte[] leaf(byte[] of) {
        var sha256 = Sha256.digest();
        sha256.update((byte) 0);
        return sha256.digest(of);
    }

    private static List<byte[]> vector() {
        return VECTOR.stream().map(hex -> leaf(HexFormat.of().parseHex(hex))).toList();
    }

    private List<byte[]> leaves(int count) {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] of = new byte[8];
            random.nextBytes(of);
            leaves.add(leaf(of));
        }
        return leaves;
    }

    /** MTH of section 2.1.1. */
    private static byte[] root(List<byte[]> d) {
        if (d.isEmpty()) {
            return Sha256.digest().digest();
        }
        if (d.size() == 1) {
            return d.getFirst();
        }
        int k = k(d.size());
        return MerkleTree.node(root(d.subList(0, k)), root(d.subList(k, d.size())));
    }

    private static int k(int n) {
        int k = 1;
        while (2 * k < n) {
            k *= 2;
        }
        return k;
    }

    /** PATH of section 2.1.3.1. */
    private static List<byte[]> path(int m, List<byte[]> d) {
        if (d.size() == 1) {
            return List.of();
        }
        int k = k(d.size());
        List<byte[]> path = new ArrayList<>();
        if (m < k) {
            path.addAll(path(m, d.subList(0, k)));
            path.add(root(d.subList(k, d.size())));
        } else {
            path.addAll(path(m - k, d.subList(k, d.size())));
            path.add(root(d.subList(0, k)));
        }
        return path;
    }

    /** SUBPROOF of section 2.1.4.1. */
    private static List<byte[]> subproof(int m, List<byte[]> d, boolean complete) {
        int n = d.size();
        if (m == n) {
            return complete ? List.of() : List.of(root(d));
        }
        int k = k(n);
        List<byte[]> path = new ArrayList<>();
        if (m <= k) {
            path.addAll(subproof(m, d.subList(0, k), complete));
            path.add(root(d.subList(k, n)));
        } else {
            path.addAll(subproof(m - k, d.subList(k, n), false));
            path.add(root(d.subList(0, k)));
        }
        return path;
    }

    @Test
    void hasThePublishedRoots() {
        List<byte[]> leaves = vector();
        Frontier frontier = new Frontier();
        for (int size = 1; size <= leaves.size(); size++) {
            frontier.add(leaves.get(size - 1));
            assertThat(HistoryCheck.hex(MerkleTree.of(leaves).root(size))).isEqualTo(ROOTS.get(size - 1));
            assertThat(HistoryCheck.hex(frontier.root())).isEqualTo(ROOTS.get(size - 1));
        }
        assertThat(HistoryCheck.hex(MerkleTree.of(List.of()).root(0)))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void provesEveryLeafOfEveryTreeAsTheModelDoes() {
        List<byte[]> leaves = leaves(70);
        MerkleTree tree = MerkleTree.of(leaves);
        for (int size = 1; size <= leaves.size(); size++) {
            byte[] root = root(leaves.subList(0, size));
            assertThat(tree.root(size)).as("seed " + seed).isEqualTo(root);
            for (int i = 0; i < size; i++) {
                List<byte[]> path = tree.inclusion(i, size);
                assertThat(path).as("seed " + seed).containsExactlyElementsOf(path(i, leaves.subList(0, size)));
                assertThat(MerkleProofs.isIncluded(leaves.get(i), i, size, path, root))
                        .isTrue();
            }
        }
    }

    @Test
    void provesEveryBeginningOfEveryTreeAsTheModelDoes() {
        List<byte[]> leaves = leaves(70);
        MerkleTree tree = MerkleTree.of(leaves);
        for (int newer = 1; newer <= leaves.size(); newer++) {
            for (int older = 1; older <= newer; older++) {
                List<byte[]> path = tree.consistency(older, newer);
                assertThat(path)
                        .as("seed " + seed)
                        .containsExactlyElementsOf(subproof(older, leaves.subList(0, newer), true));
                assertThat(MerkleProofs.isConsistent(older, newer, tree.root(older), tree.root(newer), path))
                        .as(older + " of " + newer + ", seed " + seed)
                        .isTrue();
            }
        }
    }

    @Test
    void refusesWhatIsNotProven() {
        for (int round = 0; round < 2_000; round++) {
            int size = 2 + random.nextInt(60);
            List<byte[]> leaves = leaves(size);
            MerkleTree tree = MerkleTree.of(leaves);
            int i = random.nextInt(size);
            int older = 1 + random.nextInt(size - 1);
            List<byte[]> path = changed(tree.inclusion(i, size));
            assertThat(MerkleProofs.isIncluded(leaves.get(i), i, size, path, tree.root(size)))
                    .as("seed " + seed)
                    .isFalse();
            List<byte[]> proof = changed(tree.consistency(older, size));
            assertThat(MerkleProofs.isConsistent(older, size, tree.root(older), tree.root(size), proof))
                    .as("seed " + seed)
                    .isFalse();
        }
    }

    /** One bit, one hash more, or one less. */
    private List<byte[]> changed(List<byte[]> path) {
        List<byte[]> changed = new ArrayList<>(path);
        int i = random.nextInt(path.size());
        switch (random.nextInt(3)) {
            case 0 -> {
                byte[] hash = path.get(i).clone();
                hash[random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
                changed.set(i, hash);
            }
            case 1 -> changed.remove(i);
            default -> changed.add(i, leaf(new byte[0]));
        }
        return changed;
    }

    @Test
    void refusesAnotherPlaceLeafSizeAndRoot() {
        List<byte[]> leaves = leaves(13);
        MerkleTree tree = MerkleTree.of(leaves);
        byte[] root = tree.root(13);
        List<byte[]> path = tree.inclusion(6, 13);
        assertThat(MerkleProofs.isIncluded(leaves.get(6), 7, 13, path, root)).isFalse();
        assertThat(MerkleProofs.isIncluded(leaves.get(7), 6, 13, path, root)).isFalse();
        assertThat(MerkleProofs.isIncluded(leaves.get(6), 6, 14, path, tree.root(12)))
                .isFalse();
        assertThat(MerkleProofs.isIncluded(leaves.get(6), 13, 13, path, root)).isFalse();
        assertThat(MerkleProofs.isIncluded(leaves.get(6), -1, 13, path, root)).isFalse();
        assertThat(MerkleProofs.isConsistent(0, 13, tree.root(0), root, List.of()))
                .isFalse();
        assertThat(MerkleProofs.isConsistent(13, 6, root, tree.root(6), List.of()))
                .isFalse();
        assertThat(MerkleProofs.isConsistent(13, 13, root, tree.root(12), List.of()))
                .isFalse();
        assertThat(MerkleProofs.isConsistent(6, 13, tree.root(6), root, List.of()))
                .isFalse();
        assertThat(MerkleProofs.isConsistent(6, 13, tree.root(7), root, tree.consistency(6, 13)))
                .isFalse();
    }
}

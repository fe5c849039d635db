package org.commissionledger.projection.past;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.commissionledger.projection.past.Prefix.Span;
import org.junit.jupiter.api.Test;

class PrefixTest {

    private static Prefix upTo(long position, Set<Block> made) {
        return Prefix.upTo(position, wanted -> {
            Set<Block> found = new HashSet<>(wanted);
            found.retainAll(made);
            return found;
        });
    }

    @Test
    void coversEveryPositionOnceWhateverIsMade() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            Set<Block> made = new HashSet<>();
            for (int level = 1; level <= 3; level++) {
                for (long number = 0; number < 40; number++) {
                    if (random.nextInt(3) > 0) {
                        made.add(new Block(level, number));
                    }
                }
            }
            long position = random.nextLong(1 << (10 + random.nextInt(13)));
            Prefix prefix = upTo(position, made);
            assertThat(made).as("seed %d", seed).containsAll(prefix.blocks());
            List<Span> all = new ArrayList<>(prefix.rest());
            all.addAll(prefix.covered());
            all.sort(java.util.Comparator.comparingLong(Span::start));
            long next = 0;
            for (Span span : all) {
                assertThat(span.start()).as("seed %d", seed).isEqualTo(next);
                next = span.end();
            }
            assertThat(next).as("seed %d", seed).isEqualTo(position + 1);
        }
    }

    @Test
    void takesTheFewestBlocksWhenAllAreMade() {
        Prefix prefix = Prefix.upTo(10_000_000, HashSet::new);
        assertThat(prefix.blocks()).hasSizeLessThan(45);
        assertThat(prefix.rest())
                .singleElement()
                .satisfies(span -> assertThat(span.end() - span.start()).isLessThan(4_096));
    }
}

package org.commissionledger.projection.past;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The history up to a position, as blocks whose sums are there and what is left: spans of positions that must be gone through one by one.
 * Both are in order; blocks that were not made yet, or were forgotten, only make the spans longer.
 */
public record Prefix(List<Block> blocks, List<Span> rest) {

    /** The positions in [start, end). */
    public record Span(long start, long end) {}

    /** @param made says which of some blocks are there */
    public static Prefix upTo(long position, Function<Collection<Block>, Set<Block>> made) {
        List<Block> blocks = new ArrayList<>();
        List<Span> rest = new ArrayList<>();
        List<Block> wanted = whole(position + 1, rest);
        while (!wanted.isEmpty()) {
            Set<Block> found = made.apply(wanted);
            List<Block> parts = new ArrayList<>();
            for (Block block : wanted) {
                if (found.contains(block)) {
                    blocks.add(block);
                } else if (block.level() == 1) {
                    rest.add(new Span(block.first(), block.end()));
                } else {
                    parts.addAll(block.children());
                }
            }
            wanted = parts;
        }
        blocks.sort(Comparator.comparingLong(Block::first));
        return new Prefix(List.copyOf(blocks), joined(rest));
    }

    /** The fewest blocks that make up [0, end); what is too short for one goes to {@code rest}. */
    private static List<Block> whole(long end, List<Span> rest) {
        List<Block> blocks = new ArrayList<>();
        long start = 0;
        for (int level = Block.LEVELS; level > 0; level--) {
            for (Block next = Block.of(level, start); next.end() <= end; next = Block.of(level, start)) {
                blocks.add(next);
                start = next.end();
            }
        }
        if (start < end) {
            rest.add(new Span(start, end));
        }
        return blocks;
    }

    private static List<Span> joined(List<Span> spans) {
        List<Span> joined = new ArrayList<>();
        for (Span span :
                spans.stream().sorted(Comparator.comparingLong(Span::start)).toList()) {
            if (!joined.isEmpty() && joined.getLast().end() == span.start()) {
                joined.add(new Span(joined.removeLast().start(), span.end()));
            } else {
                joined.add(span);
            }
        }
        return List.copyOf(joined);
    }

    /** What the blocks cover. */
    public List<Span> covered() {
        return joined(blocks.stream().map(b -> new Span(b.first(), b.end())).toList());
    }
}

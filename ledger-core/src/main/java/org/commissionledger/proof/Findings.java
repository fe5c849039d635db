package org.commissionledger.proof;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers findings, the first thousand of them: what is wrong everywhere needs no longer list. */
public final class Findings {

    public static final int MOST = 1_000;

    private final List<Finding> named = new ArrayList<>();
    private long count;

    public void add(FindingCode code, @Nullable Long ledgerSequence, String detail) {
        if (count++ < MOST) {
            named.add(new Finding(code, ledgerSequence, detail));
        }
    }

    public boolean areNone() {
        return count == 0;
    }

    public long count() {
        return count;
    }

    public List<Finding> all() {
        List<Finding> all = new ArrayList<>(named);
        if (count > MOST) {
            all.add(new Finding(FindingCode.MORE, null, (count - MOST) + " more findings are not named."));
        }
        return List.copyOf(all);
    }
}

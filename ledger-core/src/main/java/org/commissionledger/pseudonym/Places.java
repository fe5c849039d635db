package org.commissionledger.pseudonym;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The pseudonyms that begin with the same words, as a run of their places: see {@link Pseudonym#place}.
 *
 * @param last one of them too
 */
public record Places(int first, int last) {

    /**
     * What somebody typed who has seen a pseudonym: its words, or the first or the first two of them, in any case, with spaces or
     * hyphens between them.
     *
     * @return nothing when no pseudonym begins like that
     */
    public static Optional<Places> beginningWith(String typed) {
        List<String> words = List.of(typed.strip().toLowerCase(Locale.ROOT).split("[\\s-]+"));
        if (words.isEmpty() || words.size() > Pseudonym.LISTS.size()) {
            return Optional.empty();
        }
        int first = 0;
        int many = 1;
        for (int i = 0; i < Pseudonym.LISTS.size(); i++) {
            List<String> list = Pseudonym.LISTS.get(i);
            boolean given = i < words.size();
            int index = given ? Collections.binarySearch(list, words.get(i)) : 0;
            if (index < 0) {
                return Optional.empty();
            }
            first = first * list.size() + index;
            many *= given ? 1 : list.size();
        }
        return Optional.of(new Places(first, first + many - 1));
    }
}

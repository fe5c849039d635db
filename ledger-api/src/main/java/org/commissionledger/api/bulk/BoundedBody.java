package org.commissionledger.api.bulk;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body of any length that breaks off when one item does not come to its end: a quotation mark or a brace that is not closed would
 * else make the reader behind it hold all that follows.
 */
final class BoundedBody extends FilterInputStream {

    /** What readers take ahead of the item that they are at. */
    private static final int READ_AHEAD = 1 << 15;

    private final long most;
    private long sinceItem;

    /** @param most bytes that an item may have */
    BoundedBody(InputStream body, long most) {
        super(body);
        this.most = most + READ_AHEAD;
    }

    /** An item is longer than any may be. */
    static final class ItemTooLong extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** The item before has come to its end. */
    void itemBegins() {
        sinceItem = 0;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int read) throws ItemTooLong {
        sinceItem += read;
        if (sinceItem > most) {
            throw new ItemTooLong();
        }
    }
}

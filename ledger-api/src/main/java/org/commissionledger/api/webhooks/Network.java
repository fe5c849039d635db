package org.commissionledger.api.webhooks;

import java.net.InetAddress;

/** A range of addresses, such as {@code 10.0.0.0/8} or {@code fd00::/8}. */
record Network(byte[] prefix, int bits) {

    /** @throws IllegalArgumentException for anything else than an address, a slash and a number of bits */
    static Network parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("a network is an address and a number of bits, such as 10.0.0.0/8");
        }
        byte[] prefix = InetAddress.ofLiteral(text.substring(0, slash)).getAddress();
        int bits = Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > prefix.length * Byte.SIZE) {
            throw new IllegalArgumentException("so many bits a network of that kind does not have: " + bits);
        }
        return new Network(prefix, bits);
    }

    boolean contains(byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if (((address[bit / Byte.SIZE] ^ prefix[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}

// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

import java.util.HexFormat;

/** Literal bytes of tests: hexadecimal with spaces where the reader wants them. */
final class Hex {
    /** {@code vr_mpls_req} with its length in front. */
    static final String MPLS = "0000000b 76725f6d706c735f726571 ";

    private Hex() {}

    static byte[] bytes(final String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}

// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.pcap;

import java.io.IOException;

/** A capture file that cannot be what it says. The message names the file, the byte and what is wrong there. */
public final class PcapException extends IOException {
    private static final long serialVersionUID = 1L;

    PcapException(final String fileName, final long offsetBytes, final String problem) {
        super("capture file " + fileName + ", byte " + offsetBytes + ": " + problem);
    }
}

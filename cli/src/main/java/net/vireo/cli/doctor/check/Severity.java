// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import java.util.Locale;

/** How bad a finding is, the worst first. */
public enum Severity {
    /** Packets are lost, or the books are wrong. */
    SEVERE,
    /** It costs rate, latency or CPU now. */
    WARNING,
    /** Worth knowing; costs nothing now. No reason for an exit code. */
    NOTE;

    /** As printed. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.mend;

/**
 * What the console can do about a finding.
 *
 * @param applicable whether it can be done while packets pass
 * @param command that does it, for people; empty when it is none of ours
 * @param why what it does, or why it cannot be done
 * @param loadBalance what the data plane's load balance is to become
 */
public record Remedy(boolean applicable, String command, String why, String loadBalance) {
    static Remedy none(final String why) {
        return new Remedy(false, "", why, "");
    }

    static Remedy balance(final String node, final String mode) {
        return new Remedy(
                true,
                "vireo vrouter --node " + node + " --load-balance " + mode,
                "each lcore goes by it from its next burst on; it lasts until the data plane ends",
                mode);
    }
}

// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.watch;

import picocli.CommandLine.Option;

/** {@code --rate} and {@code --count}. */
public final class RateOptions {
    @Option(names = "--rate", description = "packets per second, refreshed each second; q or Ctrl-C quits")
    private boolean rate;

    @Option(names = "--count", paramLabel = "N", description = "with --rate: stop after N samples")
    private Integer count;

    /** Made by picocli. */
    public RateOptions() {}

    /** True when rates are wanted. */
    public boolean wanted() {
        return rate || count != null;
    }

    /** How many samples, {@link Integer#MAX_VALUE} without a limit. */
    public int samples() {
        return count == null ? Integer.MAX_VALUE : count;
    }
}

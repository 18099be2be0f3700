// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import net.vireo.port.balance.LoadBalance;
import net.vireo.vrouter.lcore.QueuePolicy;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which lcore polls what, and which processes what another one polls. */
final class LoadBalanceOptions {
    @Option(
            names = "--load-balance",
            paramLabel = "auto|all|contrail|none",
            defaultValue = "auto",
            converter = Mode.class,
            description =
                    "which lcore processes what another one polls of guests' IP and of MPLS over GRE: none, the one"
                            + " that polls; auto: that one, and all when it cannot keep up; all: flows are spread over all always;"
                            + " contrail: over the others, as Contrail does. Default: ${DEFAULT-VALUE}")
    private LoadBalance mode;

    @Option(names = "--no-load-balance", description = "the same as --load-balance none")
    private boolean none;

    /** Contrail's word for {@code --no-load-balance}. */
    @Option(names = "--vr_no_load_balance", hidden = true)
    private boolean contrailNone;

    @Option(
            names = "--queue-policy",
            paramLabel = "all|contrail",
            defaultValue = "all",
            converter = Policy.class,
            description =
                    "what becomes of a guest's queues when it has more than there are lcores: all are polled, several"
                            + " by one lcore; contrail: the last ones never are, and what the guest sends there is lost, as in"
                            + " Contrail. Default: ${DEFAULT-VALUE}")
    private QueuePolicy queuePolicy;

    QueuePolicy queuePolicy() {
        return queuePolicy;
    }

    LoadBalance mode() {
        return none || contrailNone ? LoadBalance.NONE : mode;
    }

    /** Names as {@link LoadBalance} has them. */
    static final class Mode implements ITypeConverter<LoadBalance> {
        @Override
        public LoadBalance convert(final String text) {
            try {
                return LoadBalance.parse(text);
            } catch (final IllegalArgumentException wrong) {
                throw new TypeConversionException(wrong.getMessage());
            }
        }
    }

    /** Names as {@link QueuePolicy} has them. */
    static final class Policy implements ITypeConverter<QueuePolicy> {
        @Override
        public QueuePolicy convert(final String text) {
            try {
                return QueuePolicy.parse(text);
            } catch (final IllegalArgumentException wrong) {
                throw new TypeConversionException(wrong.getMessage());
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import net.vireo.port.balance.LoadBalance;
import net.vireo.vrouter.lcore.QueuePolicy;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Which lcore polls what, and which processes what another one polls. */
final class LoadBalanceOptions {
    @Option(
            names = "--load-balance",
            paramLabel = "auto|all|contrail|none|pipeline",
            converter = Mode.class,
            description =
                    "which lcore processes what another one polls of guests' IP and of MPLS over GRE: none, the one"
                            + " that polls; auto: that one, and all when it cannot keep up; all: flows are spread over all always;"
                            + " contrail: over the others, as Contrail does; pipeline: the others, and of the fabric's UDP"
                            + " tunnels too. Default: auto")
    private LoadBalance mode;

    @Option(names = "--no-load-balance", description = "the same as --load-balance none")
    private boolean none;

    /** Contrail's word for {@code --no-load-balance}. */
    @Option(names = "--vr_no_load_balance", hidden = true)
    private boolean contrailNone;

    @Option(
            names = "--model",
            paramLabel = "run-to-completion|pipeline|hybrid",
            converter = Model.class,
            description =
                    "Contrail's processing models by their names: run-to-completion is --load-balance none (from R2008),"
                            + " hybrid --load-balance contrail (from 4.0), pipeline --load-balance pipeline (before; see"
                            + " --io-lcores)")
    private LoadBalance model;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

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

    /** @throws ParameterException when it is said twice, and not the same */
    LoadBalance mode() {
        final Set<LoadBalance> said = EnumSet.noneOf(LoadBalance.class);
        if (none || contrailNone) {
            said.add(LoadBalance.NONE);
        }
        if (mode != null) {
            said.add(mode);
        }
        if (model != null) {
            said.add(model);
        }
        if (said.size() > 1) {
            throw new ParameterException(
                    command.commandLine(),
                    "--load-balance, --model and --no-load-balance contradict each other: "
                            + said.stream().map(LoadBalance::text).collect(Collectors.joining(", "))
                            + "; give one of them");
        }
        return said.isEmpty() ? LoadBalance.AUTO : said.iterator().next();
    }

    /** The deck's names (p45 to p47). */
    static final class Model implements ITypeConverter<LoadBalance> {
        @Override
        public LoadBalance convert(final String text) {
            return switch (text) {
                case "run-to-completion" -> LoadBalance.NONE;
                case "hybrid" -> LoadBalance.CONTRAIL;
                case "pipeline" -> LoadBalance.PIPELINE;
                default ->
                    throw new TypeConversionException(
                            "model '" + text + "': must be one of run-to-completion, pipeline, hybrid");
            };
        }
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

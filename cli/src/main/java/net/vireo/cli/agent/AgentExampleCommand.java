// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.agent;

import java.util.concurrent.Callable;
import net.vireo.cli.run.AgentExample;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vireo agent example}: a file to begin with. */
@Command(
        name = "example",
        description =
                "A configuration to begin with: two nodes, one guest on each, every kind and key with a word about it.",
        footer = {
            "",
            "Example:",
            "  vireo agent example > /etc/vireo/compute1/all.yaml",
            "  vireo agent example --of compute2 | ssh compute2 'cat > /etc/vireo/compute2/all.yaml'",
            "  vireo run agent --check --config /etc/vireo/compute1"
        })
public final class AgentExampleCommand implements Callable<Integer> {
    private static final String FIRST = "compute1";
    private static final String SECOND = "compute2";

    @Spec
    private CommandSpec command;

    @Option(
            names = "--of",
            paramLabel = "NODE",
            defaultValue = FIRST,
            description = "compute1 or compute2; default: ${DEFAULT-VALUE}")
    private String node;

    /** Made by picocli. */
    public AgentExampleCommand() {}

    @Override
    public Integer call() {
        if (!node.equals(FIRST) && !node.equals(SECOND)) {
            throw new ParameterException(
                    command.commandLine(), "--of is '" + node + "', expected compute1 or compute2");
        }
        command.commandLine().getOut().print(AgentExample.text(node.equals(SECOND)));
        command.commandLine().getOut().flush();
        return 0;
    }
}

// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One lab without checks that stays for all test classes that are {@link OnKeptLab}, since a start costs more than what most
 * of them look at; given to who has a {@link LabProcess} parameter. What a test changes there it puts back.
 */
final class KeptLab implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(KeptLab.class);
    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final Duration END_LIMIT = Duration.ofSeconds(30);

    private record Running(LabProcess lab, Path directory) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            lab.process().destroy();
            lab.process()
                    .onExit()
                    .orTimeout(END_LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .join();
            lab.assertNothingIsLeft();
            Files.deleteIfExists(directory.resolve("output"));
            Files.deleteIfExists(directory.resolve("errors"));
            Files.deleteIfExists(directory);
        }
    }

    @Override
    public boolean supportsParameter(final ParameterContext parameter, final ExtensionContext context) {
        return parameter.getParameter().getType() == LabProcess.class;
    }

    @Override
    public Object resolveParameter(final ParameterContext parameter, final ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Running.class, key -> start(), Running.class)
                .lab();
    }

    private static Running start() {
        try {
            final Path directory = Files.createTempDirectory("vireo-kept-lab");
            final LabProcess lab = LabProcess.start(directory, "--no-checks", "--keep");
            lab.awaitOutput("web console: http", START_LIMIT);
            return new Running(lab, directory);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

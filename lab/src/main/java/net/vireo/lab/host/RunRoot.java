// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where this user's run directory is, by the rule that all of Vireo follows. */
public final class RunRoot {
    /** Environment variable that names the run directory. */
    public static final String VARIABLE = "VIREO_RUN_DIR";

    private RunRoot() {}

    /** The run directory of this process; it need not exist. */
    public static Path ofEnvironment() {
        return of(System.getenv(), userId());
    }

    /** The user id of this process, in its own user namespace. */
    public static int userId() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (final IOException e) {
            throw new LabException("cannot tell who you are (is /proc mounted?): " + e, e);
        }
    }

    static Path of(final Map<String, String> environment, final int userId) {
        final String explicit = environment.getOrDefault(VARIABLE, "");
        if (!explicit.isEmpty()) {
            return Path.of(explicit).toAbsolutePath().normalize();
        }
        if (userId == 0) {
            return Path.of("/run/vireo");
        }
        final String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        return runtime.isEmpty() ? Path.of("/tmp/vireo-" + userId) : Path.of(runtime, "vireo");
    }
}

// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.version;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import net.vireo.cli.failure.CommandFailed;
import picocli.CommandLine.IVersionProvider;

/** The version, as the build wrote it into a resource. */
public final class Version implements IVersionProvider {
    /** Made by picocli. */
    public Version() {}

    /** {@code 0.1.0}. */
    public static String number() {
        try (InputStream resource = Version.class.getResourceAsStream("/net/vireo/cli/version.properties")) {
            final Properties properties = new Properties();
            properties.load(resource);
            return properties.getProperty("version");
        } catch (final IOException e) {
            throw new CommandFailed("the version resource is unreadable: " + e, "build again", e);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "vireo " + number() + " (JDK " + System.getProperty("java.version") + ", " + System.getProperty("os.name")
                    + " " + System.getProperty("os.arch") + ")"
        };
    }
}

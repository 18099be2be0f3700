// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.trace;

import java.time.Duration;
import net.vireo.cli.text.Numbers;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times like {@code 500ms}, {@code 10s}, {@code 2m}. */
final class DurationText implements ITypeConverter<Duration> {
    private static final int MAX = 86_400_000;

    @Override
    public Duration convert(final String text) {
        final Duration duration = parse(text);
        if (duration == null) {
            throw new TypeConversionException("'" + text + "' is no time, expected one like 500ms, 10s or 2m");
        }
        return duration;
    }

    private static Duration parse(final String text) {
        if (text.endsWith("ms")) {
            final int value = Numbers.decimal(text.substring(0, text.length() - 2), MAX);
            return value < 0 ? null : Duration.ofMillis(value);
        }
        final int value = text.isEmpty() ? -1 : Numbers.decimal(text.substring(0, text.length() - 1), MAX);
        if (value < 0) {
            return null;
        }
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(value);
            case 'm' -> Duration.ofMinutes(value);
            default -> null;
        };
    }

    static String of(final Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}

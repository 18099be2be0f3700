// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.yaml;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import net.vireo.cli.text.IpPrefix;
import net.vireo.cli.text.Ipv4;
import net.vireo.cli.text.Ipv6;
import net.vireo.cli.text.Mac;
import net.vireo.cli.text.NearMiss;
import net.vireo.cli.text.Numbers;

/**
 * Takes the keys of one mapping, each with its type, and finds fault with what is missing, malformed or unknown. A
 * value that is at fault comes back as empty, zero or an empty text, so that the reader goes on and finds the rest.
 */
public final class Fields {
    private static final int MAX_DEVICE_LENGTH = 15;
    private static final String MAC_EXPECTED = "a unicast MAC like 02:00:00:00:00:04";

    private final Yaml.Mapping mapping;
    private final String what;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();

    /** @param what how a message calls this mapping: {@code interface}, {@code network} */
    public Fields(final Yaml.Mapping mapping, final String what, final Problems problems) {
        this.mapping = mapping;
        this.what = what;
        this.problems = problems;
    }

    /** Fields of a value that has to be a mapping; of an empty one, with a problem, when it is not. */
    public static Fields of(final Yaml value, final String what, final Problems problems) {
        if (value instanceof final Yaml.Mapping mapping) {
            return new Fields(mapping, what, problems);
        }
        problems.add(value, what + " is " + value.kind() + ", expected a mapping of keys");
        return new Fields(null, what, problems);
    }

    /** Where a key's value stands; the mapping itself when the key is missing. */
    public Yaml place(final String key) {
        if (mapping == null) {
            return new Yaml.Scalar("", 1, 1);
        }
        return mapping.values().getOrDefault(key, mapping);
    }

    /** A value of any kind, empty when the key is missing. */
    public Optional<Yaml> optional(final String key) {
        known.add(key);
        return Optional.ofNullable(mapping == null ? null : mapping.values().get(key));
    }

    /** @param expected what the value should look like, for the message when it is missing */
    private Optional<Yaml> required(final String key, final String expected) {
        final Optional<Yaml> value = optional(key);
        if (value.isEmpty() && mapping != null) {
            problems.add(mapping, what + " has no key '" + key + "', expected " + expected);
        }
        return value;
    }

    private Optional<String> scalar(final Optional<Yaml> value, final String key, final String expected) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get() instanceof final Yaml.Scalar scalar && !scalar.text().isEmpty()) {
            return Optional.of(scalar.text());
        }
        problems.add(value.get(), key + " is " + value.get().kind() + ", expected " + expected);
        return Optional.empty();
    }

    /** A required text. */
    public String text(final String key, final String expected) {
        return scalar(required(key, expected), key, expected).orElse("");
    }

    /** A text, empty when the key is missing. */
    public Optional<String> optionalText(final String key, final String expected) {
        return scalar(optional(key), key, expected);
    }

    /** A required name: letters, digits, dot, dash and underscore. */
    public String name(final String key) {
        final String expected = "a name of letters, digits, '-', '_' and '.'";
        final String name = text(key, expected);
        for (int i = 0; i < name.length(); i++) {
            final char c = name.charAt(i);
            if (!Character.isLetterOrDigit(c) && c != '-' && c != '_' && c != '.') {
                problems.add(place(key), key + " is '" + name + "', expected " + expected);
                return "";
            }
        }
        return name;
    }

    /** A network device's name as Linux allows it. */
    public String device(final String key, final String fallback) {
        final String expected = "a device name of 1 to " + MAX_DEVICE_LENGTH + " characters";
        final String device = fallback.isEmpty()
                ? text(key, expected)
                : optionalText(key, expected).orElse(fallback);
        if (device.length() > MAX_DEVICE_LENGTH || device.indexOf('/') >= 0 || device.indexOf(' ') >= 0) {
            problems.add(place(key), "device '" + device + "' is no device name, expected " + expected);
        }
        return device;
    }

    /** A required whole number in a range; {@code min} when it is at fault. */
    public int number(final String key, final int min, final int max) {
        final String expected = "a number from " + min + " to " + max;
        return number(key, text(key, expected), expected, min, max);
    }

    /** A whole number in a range, {@code fallback} when the key is missing. */
    public int number(final String key, final int min, final int max, final int fallback) {
        final String expected = "a number from " + min + " to " + max;
        final Optional<String> text = optionalText(key, expected);
        return text.isEmpty() ? fallback : number(key, text.get(), expected, min, max);
    }

    private int number(final String key, final String text, final String expected, final int min, final int max) {
        if (text.isEmpty()) {
            return min;
        }
        final int value = Numbers.decimal(text, max);
        if (value < min) {
            problems.add(place(key), key + " is '" + text + "', expected " + expected);
            return min;
        }
        return value;
    }

    /** A required IPv4 address. */
    public int address(final String key) {
        final String expected = "an IPv4 address like 10.0.0.1";
        final String text = text(key, expected);
        final OptionalInt address = Ipv4.parse(text);
        if (address.isEmpty() && !text.isEmpty()) {
            problems.add(place(key), key + " is '" + text + "', expected " + expected);
        }
        return address.orElse(0);
    }

    /** An IPv4 address, 0 when the key is missing. */
    public int addressOrNone(final String key) {
        return optional(key).isEmpty() ? 0 : address(key);
    }

    /** An IPv6 address in its short form, empty when the key is missing. */
    public String address6OrNone(final String key) {
        final String expected = "an IPv6 address like fd00::4";
        final String text = optionalText(key, expected).orElse("");
        final Optional<byte[]> address = Ipv6.parse(text);
        if (address.isEmpty() && !text.isEmpty()) {
            problems.add(place(key), key + " is '" + text + "', expected " + expected);
        }
        return address.map(Ipv6::text).orElse("");
    }

    /** A required prefix of either family without host bits. */
    public IpPrefix prefix(final String key) {
        final String expected = "a prefix like 10.0.0.0/24 or fd00::/64";
        final String text = text(key, expected);
        return text.isEmpty() ? IpPrefix.ipv4(0, 0) : prefix(place(key), key, text, expected);
    }

    private IpPrefix prefix(final Yaml place, final String key, final String text, final String expected) {
        final Optional<IpPrefix> prefix = IpPrefix.parse(text);
        if (prefix.isEmpty()) {
            problems.add(place, key + " is '" + text + "', expected " + expected);
            return IpPrefix.ipv4(0, 0);
        }
        final IpPrefix network = prefix.get().network();
        if (!network.equals(prefix.get())) {
            problems.add(place, key + " " + prefix.get() + " has bits behind its length, expected " + network);
        }
        return network;
    }

    /** Prefixes of either family, one or a list; none when the key is missing. */
    public List<IpPrefix> prefixes(final String key) {
        final String expected = "a prefix like 10.0.0.0/24 or fd00::/64";
        return words(key, expected).stream()
                .map(word -> prefix(word, key, word.text(), expected))
                .toList();
    }

    /** Addresses of either family, one or a list; none when the key is missing. */
    public List<IpPrefix> hosts(final String key) {
        final String expected = "an address like 10.0.0.1 or fd00::1";
        final List<IpPrefix> hosts = new ArrayList<>();
        for (final Yaml.Scalar word : words(key, expected)) {
            final Optional<IpPrefix> host = IpPrefix.parse(word.text()).filter(IpPrefix::isHost);
            if (host.isEmpty()) {
                problems.add(word, key + " is '" + word.text() + "', expected " + expected);
            }
            host.ifPresent(hosts::add);
        }
        return hosts;
    }

    /** Unicast MACs, one or a list; none when the key is missing. */
    public List<Long> macs(final String key) {
        final List<Long> macs = new ArrayList<>();
        words(key, MAC_EXPECTED).forEach(word -> macs.add(mac(word, key, word.text())));
        return macs;
    }

    /** One text or a list of texts. */
    public List<Yaml.Scalar> words(final String key, final String expected) {
        final List<Yaml.Scalar> words = new ArrayList<>();
        final Yaml value = optional(key).orElse(null);
        for (final Yaml element : value instanceof final Yaml.Sequence list
                ? list.elements()
                : value == null ? List.<Yaml>of() : List.of(value)) {
            if (element instanceof final Yaml.Scalar word && !word.text().isEmpty()) {
                words.add(word);
            } else {
                problems.add(element, key + " is " + element.kind() + ", expected " + expected);
            }
        }
        return words;
    }

    /** True or false, false when the key is missing. */
    public boolean flag(final String key) {
        return oneOf(key, List.of("true", "false"), "false").equals("true");
    }

    /** One of a few words, {@code fallback} when the key is missing. */
    public String oneOf(final String key, final List<String> choices, final String fallback) {
        final String expected = String.join(", ", choices.subList(0, choices.size() - 1)) + " or " + choices.getLast();
        final String text = optionalText(key, expected).orElse(fallback);
        if (choices.contains(text)) {
            return text;
        }
        final String mend = NearMiss.of(text, choices)
                .map(near -> "did you mean '" + near + "'?")
                .orElse("expected " + expected);
        problems.add(place(key), key + " is '" + text + "', " + mend);
        return fallback;
    }

    /** Bytes in hexadecimal, empty when the key is missing. */
    public String hex(final String key, final int maxBytes) {
        final String expected = "an even number of hexadecimal digits for at most " + maxBytes + " bytes";
        final String text = optionalText(key, expected).orElse("").toLowerCase(Locale.ROOT);
        boolean good = text.length() % 2 == 0 && text.length() <= 2 * maxBytes;
        for (int i = 0; i < text.length(); i++) {
            good &= HexFormat.isHexDigit(text.charAt(i));
        }
        if (!good) {
            problems.add(place(key), key + " is '" + text + "', expected " + expected);
            return "";
        }
        return text;
    }

    /** A required unicast MAC. */
    public long mac(final String key) {
        return mac(place(key), key, text(key, MAC_EXPECTED));
    }

    /** A unicast MAC, {@code fallback} when the key is missing. */
    public long mac(final String key, final long fallback) {
        final Optional<String> text = optionalText(key, MAC_EXPECTED);
        return text.isEmpty() ? fallback : mac(place(key), key, text.get());
    }

    private long mac(final Yaml place, final String key, final String text) {
        if (text.isEmpty()) {
            return 0;
        }
        final OptionalLong mac = Mac.parse(text);
        if (mac.isEmpty() || Mac.isGroup(mac.getAsLong()) || mac.getAsLong() == 0) {
            problems.add(place, key + " is '" + text + "', expected " + MAC_EXPECTED);
            return 0;
        }
        return mac.getAsLong();
    }

    /** The mapping under a required key. */
    public Fields mapping(final String key, final String expected) {
        return required(key, expected)
                .map(value -> of(value, key, problems))
                .orElseGet(() -> new Fields(null, key, problems));
    }

    /** The elements of an optional list, each as fields; an empty key counts as an empty list. */
    public List<Fields> list(final String key, final String elementName) {
        final Optional<Yaml> value = optional(key);
        if (value.isEmpty()
                || value.get() instanceof final Yaml.Scalar scalar
                        && scalar.text().isEmpty()) {
            return List.of();
        }
        if (value.get() instanceof final Yaml.Sequence sequence) {
            return sequence.elements().stream()
                    .map(element -> of(element, elementName, problems))
                    .toList();
        }
        problems.add(value.get(), key + " is " + value.get().kind() + ", expected a list (lines that start with '- ')");
        return List.of();
    }

    /** Keys with their values, for a mapping from numbers; nothing when the key is missing. */
    public Map<Yaml.Scalar, Yaml.Scalar> pairs(final String key, final String expected) {
        final Map<Yaml.Scalar, Yaml.Scalar> pairs = new LinkedHashMap<>();
        final Yaml value = optional(key).orElse(null);
        if (value instanceof final Yaml.Mapping numbers) {
            numbers.values().forEach((name, element) -> {
                if (element instanceof final Yaml.Scalar word) {
                    pairs.put(numbers.keys().get(name), word);
                } else {
                    problems.add(element, key + " " + name + " is " + element.kind() + ", expected " + expected);
                }
            });
        } else if (value != null) {
            problems.add(value, key + " is " + value.kind() + ", expected " + expected);
        }
        return pairs;
    }

    /** True when the key is there. */
    public boolean has(final String key) {
        return optional(key).isPresent();
    }

    /** Reports the keys that nobody asked for. Call it last. */
    public void finish() {
        if (mapping == null) {
            return;
        }
        for (final Yaml.Scalar key : mapping.keys().values()) {
            if (!known.contains(key.text())) {
                final String mend = NearMiss.of(key.text(), known)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("expected one of: " + String.join(", ", known));
                problems.add(key, "unknown key '" + key.text() + "' in " + what + ", " + mend);
            }
        }
    }
}

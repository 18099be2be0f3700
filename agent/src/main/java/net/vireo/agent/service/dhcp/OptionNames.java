// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Names of DHCP options as ISC's dhcp-options(5) has them, with their codes and the form of their values. Any thread. */
final class OptionNames {
    private static final String TABLE = """
            1 subnet-mask IP
            2 time-offset S32
            3 routers IPS
            4 time-servers IPS
            5 ien116-name-servers IPS
            6 domain-name-servers IPS
            7 log-servers IPS
            8 cookie-servers IPS
            9 lpr-servers IPS
            10 impress-servers IPS
            11 resource-location-servers IPS
            12 host-name TEXT
            13 boot-size U16
            14 merit-dump TEXT
            15 domain-name TEXT
            16 swap-server IP
            17 root-path TEXT
            18 extensions-path TEXT
            19 ip-forwarding BOOL
            20 non-local-source-routing BOOL
            21 policy-filter IP_PAIRS
            22 max-dgram-reassembly U16
            23 default-ip-ttl U8
            24 path-mtu-aging-timeout U32
            25 path-mtu-plateau-table U16S
            26 interface-mtu U16
            27 all-subnets-local BOOL
            28 broadcast-address IP
            29 perform-mask-discovery BOOL
            30 mask-supplier BOOL
            31 router-discovery BOOL
            32 router-solicitation-address IP
            33 static-routes IP_PAIRS
            34 trailer-encapsulation BOOL
            35 arp-cache-timeout U32
            36 ieee802-3-encapsulation BOOL
            37 default-tcp-ttl U8
            38 tcp-keepalive-interval U32
            39 tcp-keepalive-garbage BOOL
            40 nis-domain TEXT
            41 nis-servers IPS
            42 ntp-servers IPS
            43 vendor-encapsulated-options BYTES
            44 netbios-name-servers IPS
            45 netbios-dd-server IPS
            46 netbios-node-type U8
            47 netbios-scope TEXT
            48 font-servers IPS
            49 x-display-manager IPS
            50 dhcp-requested-address IP
            51 dhcp-lease-time U32
            52 dhcp-option-overload U8
            53 dhcp-message-type U8
            54 dhcp-server-identifier IP
            55 dhcp-parameter-request-list BYTES
            56 dhcp-message TEXT
            57 dhcp-max-message-size U16
            58 dhcp-renewal-time U32
            59 dhcp-rebinding-time U32
            60 vendor-class-identifier TEXT
            61 dhcp-client-identifier BYTES
            62 nwip-domain TEXT
            63 nwip-suboptions BYTES
            64 nisplus-domain TEXT
            65 nisplus-servers IPS
            66 tftp-server-name TEXT
            67 bootfile-name TEXT
            68 mobile-ip-home-agent IPS
            69 smtp-server IPS
            70 pop-server IPS
            71 nntp-server IPS
            72 www-server IPS
            73 finger-server IPS
            74 irc-server IPS
            75 streettalk-server IPS
            76 streettalk-directory-assistance-server IPS
            77 user-class TEXT
            78 slp-directory-agent BYTES
            79 slp-service-scope BYTES
            82 relay-agent-information BYTES
            85 nds-servers IPS
            86 nds-tree-name TEXT
            87 nds-context TEXT
            88 bcms-controller-names DOMAINS
            89 bcms-controller-address IPS
            91 client-last-transaction-time U32
            92 associated-ip IPS
            93 pxe-system-type U16S
            94 pxe-interface-id BYTES
            97 pxe-client-id BYTES
            98 uap-servers TEXT
            99 geoconf-civic BYTES
            100 pcode TEXT
            101 tcode TEXT
            112 netinfo-server-address IPS
            113 netinfo-server-tag TEXT
            114 default-url TEXT
            116 auto-config BOOL
            117 name-service-search U16S
            118 subnet-selection IP
            119 domain-search DOMAINS
            120 sip-servers BYTES
            121 classless-static-routes ROUTES
            124 vivco BYTES
            125 vivso BYTES
            136 pana-agent IPS
            137 v4-lost DOMAINS
            138 capwap-ac-v4 IPS
            150 tftp-server-address IPS
            249 ms-classless-static-routes ROUTES
            252 wpad-url TEXT
            """;

    private static final Map<String, Integer> CODES = new HashMap<>();
    private static final Map<Integer, OptionFormat> FORMATS = new HashMap<>();

    static {
        TABLE.lines().forEach(line -> {
            final String[] words = line.split(" ", -1);
            CODES.put(words[1], Integer.valueOf(words[0]));
            FORMATS.put(Integer.valueOf(words[0]), OptionFormat.valueOf(words[2]));
        });
        // What users of the original write beside ISC's names.
        CODES.put("name-servers", 5);
        CODES.put("quote-servers", 8);
        CODES.put("rfc3442-classless-static-routes", DhcpCode.CLASSLESS_STATIC_ROUTES);
    }

    private OptionNames() {}

    /**
     * @param name a name of the table, or a decimal number
     * @throws IllegalArgumentException unknown
     */
    static int code(final String name) {
        final Integer code = CODES.get(name.toLowerCase(Locale.ROOT));
        if (code != null) {
            return code;
        }
        if (!name.isEmpty() && name.length() <= 3 && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Integer.parseInt(name);
        }
        throw new IllegalArgumentException("no DHCP option is called \"" + name
                + "\" (expected a name of dhcp-options(5), such as interface-mtu, or a number of 1 to 254)");
    }

    /** The form of values; text for what the table does not have. */
    static OptionFormat format(final int code) {
        return FORMATS.getOrDefault(code, OptionFormat.TEXT);
    }
}

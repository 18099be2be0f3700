// SPDX-License-Identifier: Apache-2.0
/** The small language in which a person says which packets are meant: {@code tcp port 80 and not host 10.0.0.1}. */
package net.vireo.vrouter.filter;

// SPDX-License-Identifier: Apache-2.0
/** Who may ask, how answers look, streams and files. */
package net.vireo.web.http;

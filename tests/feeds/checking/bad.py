"""Feeds that are good, and what makes each of them bad: a part, what is put in its place, the complaint that is due."""

# ruff: noqa: E501 - a table reads across

from __future__ import annotations

ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0" xml:lang="en">
<id>tag:a.test,2025:feed</id><title>Boats</title><updated>2025-03-02T06:00:00Z</updated>
<author><name>Harbour</name><uri>https://a.test/</uri><email>mail@a.test</email></author>
<link rel="self" href="https://a.test/feed.atom" type="application/atom+xml"/>
<link rel="alternate" href="https://a.test/" type="text/html"/>
<link rel="prev-archive" href="https://a.test/2025-02.atom"/><icon>https://a.test/icon.svg</icon>
<entry><id>tag:a.test,2025:1</id><title>A boat sank</title><updated>2025-03-02T06:00:00Z</updated>
<published>2025-03-01T06:00:00Z</published><link href="https://a.test/1" hreflang="en" length="12"/>
<category term="boats" scheme="https://a.test/topics"/><summary>It sank.</summary>
<content type="html">&lt;p&gt;It &lt;a href="https://a.test/1"&gt;sank&lt;/a&gt;.&lt;/p&gt;</content></entry>
<entry><id>tag:a.test,2025:2</id><title type="html">Another</title><updated>2025-03-01T06:00:00+01:00</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">It swims.</div></content></entry>
</feed>"""
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:fh="http://purl.org/syndication/history/1.0"><channel>
<atom:link rel="self" href="https://a.test/feed.rss" type="application/rss+xml"/><title>Boats</title>
<link>https://a.test/</link><description>All boats.</description><language>en</language><ttl>60</ttl>
<lastBuildDate>Sun, 02 Mar 2025 06:00:00 +0000</lastBuildDate><docs>https://a.test/docs</docs>
<managingEditor>mail@a.test (Harbour)</managingEditor><skipHours><hour>3</hour></skipHours>
<skipDays><day>Sunday</day></skipDays>
<image><url>https://a.test/i.png</url><title>Boats</title><link>https://a.test/</link></image>
<item><title>A boat sank</title><link>https://a.test/1</link><guid isPermaLink="false">tag:a.test,2025:1</guid>
<description>It sank.</description><content:encoded>&lt;p&gt;It sank.&lt;/p&gt;</content:encoded>
<pubDate>Sat, 01 Mar 2025 06:00:00 GMT</pubDate><category domain="https://a.test/t">boats</category>
<dc:creator>Harbour</dc:creator><atom:updated>2025-03-02T06:00:00Z</atom:updated>
<enclosure url="https://a.test/1.mp3" length="12" type="audio/mpeg"/><source url="https://a.test/b">b</source></item>
<item><title>Another</title><guid>https://a.test/2</guid></item>
</channel></rss>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "Boats", "home_page_url": "https://a.test/",
"feed_url": "https://a.test/feed.json", "language": "en", "authors": [{"name": "Harbour", "url": "https://a.test/"}],
"hubs": [{"type": "WebSub", "url": "https://hub.test/"}], "_ours": {"about": "https://a.test/"}, "items": [
{"id": "tag:a.test,2025:1", "url": "https://a.test/1", "title": "A boat sank", "content_html": "<p>It sank.</p>",
"summary": "It sank.", "date_published": "2025-03-01T06:00:00Z", "date_modified": "2025-03-02T06:00:00Z",
"tags": ["boats"], "attachments": [{"url": "https://a.test/1.mp3", "mime_type": "audio/mpeg"}]},
{"id": "2", "content_text": "It swims."}]}"""
OPML = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Boats</title><dateModified>Sun, 02 Mar 2025 06:00:00 +0000</dateModified>
<ownerEmail>mail@a.test</ownerEmail><docs>http://opml.org/spec2.opml</docs><expansionState>1, 2</expansionState></head>
<body><outline text="Start"><outline type="rss" text="Boats" xmlUrl="https://a.test/feed.atom"
 htmlUrl="https://a.test/" language="en" isComment="false" created="Sun, 02 Mar 2025 06:00:00 GMT"/>
<outline type="link" text="A site" url="https://a.test/"/></outline></body></opml>"""
GOOD = {"atom": ATOM, "rss": RSS, "json": JSON, "opml": OPML}

BAD = [
    # Atom: what stands there, what is put in its place, what the checker has to say
    ("atom", "</feed>", "", "error: is not well-formed"),
    ("atom", "Boats", "Bo\x07ats", "error: is not well-formed"),
    ("atom", "<?xml", "  <?xml", "error: does not begin with XML"),
    ("atom", "<feed xmlns=", "<!DOCTYPE feed [<!ENTITY x 'y'>]><feed xmlns=", "error: has a document type"),
    ("atom", 'xmlns="http://www.w3.org/2005/Atom"', 'xmlns="http://purl.org/atom/ns#"', "error: the root is"),
    ("atom", "<id>tag:a.test,2025:feed</id>", "", "error: the feed has no id"),
    ("atom", "<title>Boats</title>", "", "error: the feed has no title"),
    ("atom", "<title>Boats</title>", "<title>Boats</title><title>Ships</title>", "error: the feed has more than one title"),
    ("atom", "<title>Boats</title>", "<title/>", "warning: the feed has an empty title"),
    ("atom", "<title>Boats</title>", "<title>Boats &amp;amp; ships</title>", "warning: .* title of plain text with markup"),
    ("atom", "<title>Boats</title>", "<title><b>Boats</b></title>", "error: .* title with elements in it"),
    ("atom", "<title>Boats</title>", '<title type="CDATA">Boats</title>', "error: .* title of type 'CDATA'"),
    ("atom", "<title>Boats</title>", '<title type="xhtml">Boats</title>', "error: .* title of XHTML that is not one div"),
    ("atom", "tag:a.test,2025:feed", "boats", "error: the feed has the id 'boats'"),
    ("atom", "tag:a.test,2025:feed", "tag:a.test:feed", "error: the feed has the id 'tag:a.test:feed'"),
    ("atom", "<updated>2025-03-02T06:00:00Z</updated>\n<author>", "<author>", "error: the feed has no updated"),
    ("atom", "2025-03-02T06:00:00Z</updated>\n<author>", "2025-03-02 06:00:00</updated>\n<author>", "no RFC 3339 time"),
    ("atom", "2025-03-02T06:00:00Z</updated>\n<author>", "2025-02-30T06:00:00Z</updated>\n<author>", "no RFC 3339 time"),
    ("atom", "2025-03-02T06:00:00Z</updated>\n<author>", "2025-03-02T06:00:00</updated>\n<author>", "no RFC 3339 time"),
    ("atom", "2025-03-02T06:00:00Z</updated>\n<author>", "2025-03-01T00:00:00Z</updated>\n<author>", "before its newest"),
    ("atom", "<published>2025-03-01T06", "<published>2025-03-05T06", "warning: .* updated before it was published"),
    ("atom", "<name>Harbour</name>", "", "error: .* author without one name"),
    ("atom", "<uri>https://a.test/</uri>", "<uri>a.test</uri>", "error: .* author at 'a.test'"),
    ("atom", "mail@a.test", "mail at a.test", "error: .* author with the mail address"),
    ("atom", "<author>", "<contributor>", "error: is not well-formed"),
    ("atom", ' href="https://a.test/1"', "", "error: .* link without href"),
    ("atom", "https://a.test/1\" hreflang", "/1\" hreflang", "error: .* link to '/1'"),
    ("atom", 'rel="prev-archive"', 'rel=""', "error: .* link with an empty rel"),
    ("atom", 'rel="self"', 'rel="related"', "warning: the feed has no self link"),
    ("atom", 'rel="prev-archive"', 'rel="alternate" type="text/html"', "error: the feed has two alternate links"),
    ("atom", 'rel="prev-archive"', 'rel="self"', "error: the feed has more than one self link"),
    ("atom", 'rel="prev-archive"', 'rel="next-archive"', "error: a current feed has a next-archive link"),
    ("atom", "https://a.test/2025-02.atom", "https://a.test/feed.atom", "error: an archive document leads to itself"),
    ("atom", "<icon>", "<fh:archive/><icon>", "warning: an archive document leads to no current feed"),
    ("atom", "<icon>", "<fh:archive/><fh:complete/><icon>", "error: is an archive and complete at once"),
    ("atom", 'type="text/html"', 'type="html"', "error: .* link of type 'html'"),
    ("atom", 'hreflang="en"', 'hreflang="e n"', "error: .* link in the language 'e n'"),
    ("atom", 'length="12"', 'length="much"', "error: .* link of length 'much'"),
    ("atom", 'length="12"/>', 'length="12">here</link>', "error: .* link with content"),
    ("atom", ' term="boats"', "", "error: .* category without a term"),
    ("atom", "https://a.test/topics", "topics", "error: .* category of the scheme 'topics'"),
    ("atom", "https://a.test/icon.svg", "icon.svg", "error: the feed has icon 'icon.svg'"),
    ("atom", "<icon>", "<mood>good</mood><icon>", "error: .* element mood that Atom doesn't know"),
    ("atom", "<icon>", '<x xmlns="">good</x><icon>', "error: .* element x of no namespace"),
    ("atom", 'xml:lang="en"', 'xml:lang="english language"', "error: xml:lang 'english language'"),
    ("atom", "tag:a.test,2025:2", "tag:a.test,2025:1", "warning: the id 'tag:a.test,2025:1' stands twice"),
    ("atom", "<id>tag:a.test,2025:2</id>", "", "error: entry '' has no id"),
    ("atom", "<summary>It sank.</summary>", "<summary>It sank.</summary><summary>Really.</summary>", "more than one summary"),
    ("atom", '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">It swims.</div></content>', "",
     "error: .* neither content nor an alternate link"),
    ("atom", '<div xmlns="http://www.w3.org/1999/xhtml">It swims.</div>', "It swims.", "content of XHTML that is not one div"),
    ("atom", '<content type="html">', '<content type="html"><b/>', "error: .* content with elements in it"),
    ("atom", '<content type="html">', '<content type="htm">', "error: .* content of type 'htm'"),
    ("atom", '<content type="html">', '<content type="multipart/mixed">', "error: .* composite type"),
    ("atom", '<content type="html">', '<content src="https://a.test/x">', "error: .* content here and elsewhere"),
    ("atom", '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">It swims.</div></content>',
     '<content src="https://a.test/x" type="image/png"/>', "error: .* content elsewhere and no summary"),
    ("atom", "It &lt;a", "&lt;script&gt;x&lt;/script&gt;It &lt;a", "error: html holds script"),
    ("atom", "&lt;p&gt;It", "&lt;p onclick=\"x\"&gt;It", "error: html has the attribute onclick"),
    ("atom", "&lt;a href=\"https://a.test/1\"", "&lt;a href=\"javascript:x\"", "error: html has the address 'javascript:x'"),
    ("atom", "&lt;a href=\"https://a.test/1\"", "&lt;a href=\"1\"", "warning: html has a relative address '1'"),
    # RSS
    ("rss", "</channel>", "", "error: is not well-formed"),
    ("rss", 'rss version="2.0"', 'rss version="0.91"', "error: the version is '0.91'"),
    ("rss", "</channel></rss>", "</channel><channel/></rss>", "error: rss has not one channel"),
    ("rss", "<title>Boats</title>\n<link>", "<link>", "error: the channel has no title"),
    ("rss", "<link>https://a.test/</link><description>", "<description>", "error: the channel has no link"),
    ("rss", "<description>All boats.</description>", "", "error: the channel has no description"),
    ("rss", "<description>All boats.</description>", "<description/>", "error: the channel has an empty description"),
    ("rss", "All boats.", "All &lt;b&gt;boats&lt;/b&gt;.", "warning: the channel has a description with markup"),
    ("rss", "<link>https://a.test/</link><description>", "<link>a.test</link><description>", "error: .* link 'a.test'"),
    ("rss", "<language>en<", "<language>English, UK<", "error: the channel has the language"),
    ("rss", "<ttl>60", "<ttl>an hour", "error: the channel has the ttl"),
    ("rss", "<ttl>60</ttl>", "<ttl>60</ttl><ttl>60</ttl>", "error: the channel has more than one ttl"),
    ("rss", "<hour>3", "<hour>24", "error: the channel has bad skipHours"),
    ("rss", "<day>Sunday", "<day>Sonntag", "error: the channel has bad skipDays"),
    ("rss", "Sun, 02 Mar 2025", "Mon, 02 Mar 2025", "error: .* names another day of the week"),
    ("rss", "Sun, 02 Mar 2025", "Sun, 02 Mar 25", "error: .* no year of four digits"),
    ("rss", "Sat, 01 Mar 2025", "Sat, 31 Feb 2025", "error: .* no day of the calendar"),
    ("rss", "Sat, 01 Mar 2025 06:00", "Sat, 01 Mar 2025 26:00", "error: .* no time of day"),
    ("rss", "Sat, 01 Mar 2025 06:00:00 GMT", "2025-03-01T06:00:00Z", "error: .* is no RFC 822 date"),
    ("rss", "Sat, 01 Mar", "Sa, 01 Mär", "error: .* is no RFC 822 date"),
    ("rss", "mail@a.test (Harbour)", "Harbour", "error: .* managingEditor without a mail address"),
    ("rss", "<url>https://a.test/i.png</url>", "", "error: the image has no url"),
    ("rss", "<link>https://a.test/</link></image>", "<link>https://b.test/</link></image>", "warning: the image leads elsewhere"),
    ("rss", "<skipDays>", "<textInput/><skipDays>", "warning: .* textInput"),
    ("rss", "<skipDays>", '<cloud domain="a.test"/><skipDays>', "error: the cloud lacks attributes"),
    ("rss", "<skipDays>", "<mood>good</mood><skipDays>", "error: .* element mood that RSS doesn't know"),
    ("rss", '<atom:link rel="self" href="https://a.test/feed.rss" type="application/rss+xml"/>', "",
     "warning: the channel has no atom:link to itself"),
    ("rss", "<title>Another</title>", "", "error: .* neither title nor description"),
    ("rss", "A boat sank", "A &lt;b&gt;boat&lt;/b&gt; sank", "warning: .* title with markup"),
    ("rss", "<link>https://a.test/1</link>", "<link>/1</link>", "error: .* link '/1'"),
    ("rss", "<guid>https://a.test/2</guid>", "", "warning: .* has no guid"),
    ("rss", "<guid>https://a.test/2</guid>", "<guid>2</guid>", "error: .* guid that claims to be an address"),
    ("rss", 'isPermaLink="false"', 'isPermaLink="no"', "error: .* isPermaLink 'no'"),
    ("rss", '<guid isPermaLink="false">tag:a.test,2025:1', '<guid>https://a.test/2', "error: 2 items have the guid"),
    ("rss", "<dc:creator>Harbour</dc:creator>", "<author>Harbour</author>", "error: .* author without a mail address"),
    ("rss", "<dc:creator>", "<author>a@a.test</author><dc:creator>", "warning: .* author and dc:creator"),
    ("rss", "<atom:updated>2025-03-02T06:00:00Z", "<atom:updated>yesterday", "error: .* atom:updated 'yesterday'"),
    ("rss", ' length="12"', "", "error: .* enclosure without a length"),
    ("rss", 'type="audio/mpeg"', "", "error: .* enclosure without a type"),
    ("rss", 'url="https://a.test/1.mp3"', 'url="1.mp3"', "error: .* enclosure without a url"),
    ("rss", '<source url="https://a.test/b">', "<source>", "error: .* source without a url"),
    ("rss", ">boats</category>", "></category>", "error: .* empty category"),
    ("rss", "<description>It sank.</description>", "", "warning: .* content:encoded and no description"),
    ("rss", "<description>It sank.", "<description>&lt;b&gt;It sank.&lt;/b&gt;", "warning: .* summary with markup"),
    ("rss", "&lt;p&gt;It sank", "&lt;iframe src=\"https://a.test\"&gt;&lt;/iframe&gt;It sank", "error: html holds iframe"),
    ("rss", "<pubDate>", "<pubDate>Sat, 01 Mar 2025 06:00:00 GMT</pubDate><pubDate>", "error: .* more than one pubDate"),
    # JSON Feed
    ("json", '"items": [', '"items": [,', "error: is not JSON"),
    ("json", "version/1.1", "version/2", "error: the version is"),
    ("json", '"title": "Boats", ', "", "error: the feed has no title"),
    ("json", '"feed_url": "https://a.test/feed.json", ', "", "warning: the feed has no feed_url"),
    ("json", '"feed_url"', '"next_url": "https://a.test/feed.json", "feed_url"', "error: next_url is the feed itself"),
    ("json", '"home_page_url": "https://a.test/"', '"home_page_url": "a.test"', "error: .* home_page_url 'a.test'"),
    ("json", '"language": "en"', '"language": "e n"', "error: .* the language 'e n'"),
    ("json", '"language": "en"', '"language": "en", "expired": "no"', "error: expired is neither"),
    ("json", '"language": "en"', '"language": "en", "mood": 1', "warning: .* mood, which JSON Feed doesn't know"),
    ("json", '"language": "en"', '"language": "en", "author": {"name": "x"}', "warning: .* replaced by authors"),
    ("json", '[{"name": "Harbour", "url": "https://a.test/"}]', "[{}]", "error: .* author without name"),
    ("json", '[{"name": "Harbour", "url": "https://a.test/"}]', '{"name": "x"}', "error: .* authors that is no list"),
    ("json", '"type": "WebSub", ', "", "error: a hub lacks its type or url"),
    ("json", '{"about": "https://a.test/"}', '"ours"', "error: .* extension _ours that is no object"),
    ("json", '"id": "tag:a.test,2025:1", ', "", "error: .* no id that is a text"),
    ("json", '"id": "2"', '"id": 2', "error: .* no id that is a text"),
    ("json", '"id": "2"', '"id": "tag:a.test,2025:1"', "error: 2 items have the id"),
    ("json", '"content_text": "It swims."', '"title": "It swims."', "error: .* has no content"),
    ("json", '"content_text": "It swims."', '"content_text": ["It swims."]', "error: .* content_text that is no text"),
    ("json", '"url": "https://a.test/1",', '"url": "/1",', "error: .* url '/1'"),
    ("json", "2025-03-01T06:00:00Z", "1 March 2025", "error: .* date_published '1 March 2025'"),
    ("json", "2025-03-01T06:00:00Z", "2025-03-09T06:00:00Z", "warning: .* modified before it was published"),
    ("json", '["boats"]', '"boats"', "error: .* tags that are no texts"),
    ("json", '["boats"]', '["boats", "boats"]', "warning: .* a tag twice"),
    ("json", '"mime_type": "audio/mpeg"', '"type": "audio"', "error: .* attachment without url or mime_type"),
    ("json", "<p>It sank.</p>", "<p style='x'>It sank.</p>", "error: html has the attribute style"),
    ("json", '"summary": "It sank."', '"summary": "It <b>sank</b>."', "warning: .* summary with markup"),
    ("json", JSON, "[]", "error: is no object"),
    ("json", '"items"', '"itens"', "error: the feed has no items"),
    # OPML
    ("opml", "</body>", "", "error: is not well-formed"),
    ("opml", 'version="2.0"', 'version="1.0"', "error: the version is '1.0'"),
    ("opml", "<title>Boats</title>", "", "warning: the head has no title"),
    ("opml", "<title>Boats</title>", "<title>Boats</title><mood/>", "error: the head has an element mood"),
    ("opml", "<title>Boats</title>", "<title>Boats</title><title>x</title>", "error: the head has more than one title"),
    ("opml", "<dateModified>Sun, 02 Mar 2025", "<dateModified>Sun, 02 Mar 25", "error: dateModified .* four digits"),
    ("opml", "mail@a.test", "mail", "error: ownerEmail is 'mail'"),
    ("opml", "http://opml.org/spec2.opml", "spec2", "error: docs is 'spec2'"),
    ("opml", "1, 2", "all", "error: expansionState is 'all'"),
    ("opml", ' text="Boats"', "", "error: outline None has no text"),
    ("opml", 'text="Start"', 'text="&lt;b&gt;Start&lt;/b&gt;"', "warning: .* markup in its text"),
    ("opml", ' xmlUrl="https://a.test/feed.atom"', "", "error: .* feed without an xmlUrl"),
    ("opml", 'type="rss" ', "", "error: .* xmlUrl and is no feed"),
    ("opml", ' url="https://a.test/"', "", "error: .* link without a url"),
    ("opml", 'htmlUrl="https://a.test/"', 'htmlUrl="/"', "error: .* htmlUrl '/'"),
    ("opml", 'language="en"', 'language="e n"', "error: .* the language 'e n'"),
    ("opml", 'isComment="false"', 'isComment="no"', "error: .* isComment 'no'"),
    ("opml", 'created="Sun', 'created="Mon', "error: .* created .* another day"),
    ("opml", 'isComment="false"', 'version="Atom"', "error: .* the version 'Atom'"),
    ("opml", "<outline type=\"link\" text=\"A site\" url=\"https://a.test/\"/>", "<feed/>", "error: the body has an element feed"),
    ("opml", 'type="link" text="A site" url="https://a.test/"', 'type="rss" text="x" xmlUrl="https://a.test/feed.atom"',
     "warning: the feed .* stands in it 2 times"),
]  # fmt: skip

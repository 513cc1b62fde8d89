/** The report's style: system fonts, figures in columns, one accent per meaning; light, dark, narrow and paper. */
export const pageStyle = `
:root{color-scheme:light dark;
--bg:#f6f7f9;--card:#fff;--ink:#161a22;--soft:#566072;--faint:#667085;--line:#e6e8ed;--line-soft:#f0f1f4;--hover:#fafbfc;--accent:#3b5bdb;
--fail:#b42318;--fail-bg:#fdecea;--warn:#8f5200;--warn-bg:#fdf3dd;--pass:#12694a;--pass-bg:#e3f5ec;--invalid:#6b2fb3;--invalid-bg:#f3eafd;--note:#475467;--note-bg:#eef1f6;
--chart-1:#3b6fd8;--chart-2:#c2620c;--chart-3:#0f8a74;--chart-4:#8a4fc7;--chart-5:#b8336a;--chart-6:#6b7280;
--chart-text:#667085;--chart-grid:#eceef2;--chart-axis:#cfd4dc;--chart-span:#f1f4fa;--chart-limit:#c8322b;--chart-paper:#fff}
@media screen and (prefers-color-scheme:dark){:root{
--bg:#0e1116;--card:#161a21;--ink:#e7eaf0;--soft:#a8b0be;--faint:#8d96a6;--line:#272d37;--line-soft:#1f242d;--hover:#1a1f27;--accent:#8ea6ff;
--fail:#ff8d83;--fail-bg:#3a1c1a;--warn:#f0b95a;--warn-bg:#35280f;--pass:#5fd3a2;--pass-bg:#12301f;--invalid:#c9a2ff;--invalid-bg:#2b1d41;--note:#b3bccb;--note-bg:#232932;
--chart-1:#7ea4ff;--chart-2:#f0a04b;--chart-3:#4cc9ab;--chart-4:#c39bff;--chart-5:#ff8fb5;--chart-6:#a3acba;
--chart-text:#98a1b1;--chart-grid:#232932;--chart-axis:#39414d;--chart-span:#1c222c;--chart-limit:#ff8d83;--chart-paper:#161a21}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink);font:14px/1.5 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;-webkit-font-smoothing:antialiased}
main,.bar>div,footer{max-width:1160px;margin:0 auto;padding:0 24px}
h1{font-size:26px;line-height:1.2;font-weight:650;letter-spacing:-.02em;margin:0;overflow-wrap:anywhere}
h2{font-size:15px;font-weight:620;letter-spacing:-.005em;margin:0}
h3{font-size:12px;font-weight:600;color:var(--faint);margin:0 0 10px}
p{margin:0}
p,li,figcaption,td small{overflow-wrap:anywhere}
a{color:inherit;text-decoration:none}
code,.mono{font:12.5px/1.5 ui-monospace,"SF Mono",SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.bar{position:sticky;top:0;z-index:2;background:color-mix(in srgb,var(--bg) 88%,transparent);backdrop-filter:saturate(1.6) blur(10px);border-bottom:1px solid var(--line)}
.bar>div{display:flex;align-items:center;gap:18px;height:46px;overflow-x:auto;scrollbar-width:none;white-space:nowrap}
.bar b{font-weight:620;max-width:45%;overflow:hidden;text-overflow:ellipsis;flex-shrink:0}
.bar nav{display:flex;gap:16px;margin-left:auto;color:var(--soft);font-size:13px}
.bar nav a:hover,.bar nav a:focus-visible{color:var(--ink)}
.hero{padding:34px 0 22px}
.crumb{color:var(--faint);font-size:13px;margin-bottom:6px}
.title{display:flex;align-items:center;gap:12px;flex-wrap:wrap}
.lead{font-size:15.5px;color:var(--soft);margin-top:8px;max-width:72ch}
.chip{display:inline-block;padding:1px 8px;border-radius:999px;font-size:12px;line-height:18px;font-weight:600;white-space:nowrap;background:var(--note-bg);color:var(--note)}
.chip.big{font-size:14px;line-height:24px;padding:1px 12px}
.fail{--c:var(--fail);--b:var(--fail-bg)}.warn{--c:var(--warn);--b:var(--warn-bg)}.pass,.ok{--c:var(--pass);--b:var(--pass-bg)}.invalid,.inconclusive,.open{--c:var(--invalid);--b:var(--invalid-bg)}.note,.cause{--c:var(--note);--b:var(--note-bg)}
.chip.fail,.chip.warn,.chip.pass,.chip.ok,.chip.invalid,.chip.inconclusive,.chip.open,.chip.note,.chip.cause{background:var(--b);color:var(--c)}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;box-shadow:0 1px 2px rgb(16 24 40/.04)}
.tiles{display:grid;grid-template-columns:repeat(6,1fr);margin-bottom:14px;overflow:hidden}
.tiles>div{padding:14px 18px 15px;border-left:1px solid var(--line-soft);margin-left:-1px}
.tiles dt{color:var(--faint);font-size:12px}
.tiles dd{margin:2px 0 0;font-size:20px;font-weight:600;letter-spacing:-.015em;line-height:1.3}
.tiles dd small{display:block;font-size:12px;font-weight:400;letter-spacing:0;color:var(--faint)}
.tiles dd.fail{color:var(--fail)}
.why{border-left:3px solid var(--c,var(--line));padding:20px 22px}
.cols{display:grid;grid-template-columns:1fr 1fr;gap:14px;margin-top:14px}
.cols>.card{padding:18px 22px}
ul.plain,ol.plain{list-style:none;margin:0;padding:0}
.findings li{display:grid;grid-template-columns:86px minmax(0,1fr);gap:4px 10px;align-items:baseline;padding:7px 0;border-top:1px solid var(--line-soft)}
.findings li:first-child{border-top:0;padding-top:0}.findings li:last-child{padding-bottom:0}
.findings .lead-finding{font-weight:560}
.findings small{display:block;color:var(--faint);font-size:12px}
.findings.rules li{grid-template-columns:64px minmax(0,1fr)}
h3.next{margin-top:20px}
.facts+.wrap,.wrap+.wrap{border-top:1px solid var(--line)}
table.three th:first-child{width:30%}
.num.free{white-space:normal;overflow-wrap:anywhere}
.points li{padding:4px 0 4px 18px;position:relative}
.points li::before{content:"";position:absolute;left:3px;top:13px;width:5px;height:5px;border-radius:50%;background:var(--chart-axis)}
ol.points{counter-reset:n}
ol.points li{padding-left:24px}
ol.points li::before{counter-increment:n;content:counter(n);left:0;top:4px;width:auto;height:auto;background:none;color:var(--faint);font-weight:600}
.none{color:var(--faint)}
section{margin-top:34px;scroll-margin-top:64px}
section>header{display:flex;align-items:baseline;gap:10px;margin-bottom:10px;flex-wrap:wrap}
section>header p{color:var(--faint);font-size:13px}
.wrap{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:13.5px}
th{font-weight:500;font-size:12px;color:var(--faint);text-align:left;padding:9px 12px;border-bottom:1px solid var(--line);white-space:nowrap}
td{padding:9px 12px;border-bottom:1px solid var(--line-soft);vertical-align:top}
tbody tr:last-child td{border-bottom:0}
tbody tr:hover td{background:var(--hover)}
th:first-child,td:first-child{padding-left:20px}th:last-child,td:last-child{padding-right:20px}
.num{text-align:right;white-space:nowrap}
td small{display:block;color:var(--faint);font-size:12px}
td .name{font-weight:540;overflow-wrap:anywhere}
.hot{color:var(--fail);font-weight:560}
.up{color:var(--fail)}.down{color:var(--pass)}
.gauge{display:block;position:relative;width:112px;height:4px;border-radius:2px;background:var(--line);margin:8px 0 0 auto}
.gauge i{position:absolute;left:0;top:0;bottom:0;border-radius:2px;background:var(--c,var(--pass))}
.gauge b{position:absolute;top:-3px;width:2px;height:10px;background:var(--ink);opacity:.75;border-radius:1px}
.charts{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:14px}
figure{margin:0;padding:16px 18px 10px;break-inside:avoid}
figcaption{display:flex;justify-content:space-between;gap:4px 14px;flex-wrap:wrap;margin-bottom:8px}
.legend{display:flex;flex-wrap:wrap;gap:2px 14px;font-size:12px;color:var(--soft)}
.legend span{overflow-wrap:anywhere}
.legend i{display:inline-block;width:9px;height:9px;border-radius:3px;margin-right:6px}
.legend em{font-style:normal;color:var(--faint)}
svg{display:block;width:100%;height:auto}
.facts{display:grid;grid-template-columns:repeat(3,1fr);gap:16px 28px;padding:20px 22px;margin:0}
.facts dt{color:var(--faint);font-size:12px}.facts dd{margin:1px 0 0;overflow-wrap:anywhere}
details{padding:0}
summary{cursor:pointer;padding:14px 20px;font-weight:540}
summary:hover{color:var(--accent)}
footer{color:var(--faint);font-size:12.5px;padding-top:34px;padding-bottom:44px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
@media(max-width:900px){.tiles{grid-template-columns:repeat(3,1fr)}.tiles>div{border-top:1px solid var(--line-soft);margin-top:-1px}.charts,.cols{grid-template-columns:minmax(0,1fr)}.facts{grid-template-columns:1fr 1fr}}
@media(max-width:640px){main,.bar>div,footer{padding-left:14px;padding-right:14px}h1{font-size:22px}.hero{padding:22px 0 16px}.tiles{grid-template-columns:1fr 1fr}.tiles>div{padding:11px 14px}.tiles dd{font-size:18px}
.why,.cols>.card,.facts{padding:15px 16px}.findings li{grid-template-columns:1fr}.facts{grid-template-columns:1fr}
figure{padding:14px 10px 8px}figure svg text{font-size:14.5px!important}figcaption{padding:0 4px}.bar nav{margin-left:0}
table.stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table.stack,table.stack tbody,table.stack tr,table.stack td{display:block}
table.stack tr{padding:11px 16px;border-bottom:1px solid var(--line-soft);display:grid;grid-template-columns:1fr 1fr;gap:3px 22px}
table.stack tr:last-child{border-bottom:0}
table.stack td,table.stack td:first-child,table.stack td:last-child{border:0;padding:0;display:contents}
table.stack td>*{min-width:0}
table.stack td.wide>div{grid-column:1/-1}
table.stack div[data-label]::before{content:attr(data-label)}
table.stack div[data-label]{display:flex;justify-content:space-between;align-items:baseline;gap:0 16px;flex-wrap:wrap}
table.stack div[data-label]::before{color:var(--faint);font-size:12.5px}
table.stack div[data-label] .gauge{flex-basis:100%;width:100%;margin:3px 0 5px}
table.stack div[data-label="Against baseline"],table.stack div[data-label="Observed"],table.stack div[data-label="Interval"]{grid-column:1/-1}
table.stack.three div[data-label="Observed"]{grid-column:auto}
table.stack td.empty{display:none}
}
@media print{:root{color-scheme:light}body{background:#fff}.bar{display:none}.card{box-shadow:none;break-inside:avoid}main{max-width:none;padding:0}section{margin-top:22px}.charts{grid-template-columns:1fr 1fr}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`
  .trim()
  .replaceAll("\n", "");

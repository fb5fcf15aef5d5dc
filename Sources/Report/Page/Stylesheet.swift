/// How the report looks, on screens light and dark and on paper, and what the pointer shows.
enum Stylesheet {
  static let markup: Markup = """
    :root{--paper:#f6f7f9;--card:#fff;--ink:#1b2430;--soft:#5d6b7c;--line:#dfe4ea;--blue:#2f6fde;\
    --sky:#bcd3fa;--red:#d1322d;--rose:#fbe3e1;--green:#16784a;--mint:#dff3e8;--t0:#2f6fde;\
    --t1:#0f8f86;--t2:#8b5bd6;--t3:#b7791f}
    @media (prefers-color-scheme:dark){:root{--paper:#10151c;--card:#18202a;--ink:#e6ebf2;\
    --soft:#93a1b3;--line:#2a3543;--blue:#6ea3ff;--sky:#294673;--red:#ff7468;--rose:#43211f;\
    --green:#5fd39a;--mint:#17382a;--t0:#5b93f5;--t1:#35b5ab;--t2:#a98af0;--t3:#d9a441}}
    *{box-sizing:border-box}
    html{background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",\
    Roboto,Ubuntu,"Noto Sans",sans-serif;-webkit-text-size-adjust:100%}
    body{margin:0}
    main{max-width:1140px;margin:0 auto;padding:32px 20px 60px}
    header,section{background:var(--card);border:1px solid var(--line);border-radius:14px;\
    padding:24px 28px;margin:0 0 20px}
    h1{font-size:34px;line-height:1.15;margin:2px 0 14px;letter-spacing:-.01em;\
    overflow-wrap:anywhere}
    h2{font-size:20px;margin:0 0 4px}
    .brand{color:var(--soft);margin:0;font-size:14px;letter-spacing:.06em;text-transform:uppercase}
    .note,footer{color:var(--soft);margin:0 0 14px;font-size:14.5px}
    .verdict{margin:0 0 22px;padding:12px 16px;border-radius:10px;font-size:18px;\
    border-left:5px solid}
    .good{background:var(--mint);border-color:var(--green)}
    .bad{background:var(--rose);border-color:var(--red)}
    dl{margin:0}dd{margin:0}
    .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(140px,1fr));gap:10px;\
    margin-bottom:22px}
    .tiles div{border:1px solid var(--line);border-radius:10px;padding:10px 14px}
    .tiles dd{font-size:25px;font-weight:650;font-variant-numeric:tabular-nums;line-height:1.25}
    .tiles dt,.facts dt,.row dt{color:var(--soft);font-size:13px}
    .facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(230px,1fr));gap:10px 24px}
    .facts dd{overflow-wrap:anywhere}
    .plot{display:block;width:100%;height:auto;overflow:visible}
    .plot text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;\
    fill:var(--ink);font-variant-numeric:tabular-nums}
    .plot .axis{fill:var(--soft)}
    .plot .lane,.plot .node{font-size:13px}
    .plot .critical{font-weight:700}
    .grid{stroke:var(--line)}.tick{stroke:var(--soft)}
    .load-highest{fill:var(--sky)}
    .load-mean,.level{fill:none;stroke:var(--blue);stroke-width:1.8;stroke-linejoin:round}
    .level{stroke-width:1.2}.level-area{fill:var(--sky);opacity:.7}.over{fill:var(--red)}
    .miss{fill:var(--red);opacity:.16}
    .deadline{stroke:var(--red);stroke-width:1.5;stroke-dasharray:5 4}
    .cause{stroke:var(--red);stroke-width:1.2;opacity:.75}.cause-mark{fill:var(--red)}
    .moment{fill:transparent}.moment:hover{fill:var(--ink);opacity:.08}
    .period{fill:var(--line);opacity:.4}
    .span{fill:var(--t0)}.tone1{fill:var(--t1)}.tone2{fill:var(--t2)}.tone3{fill:var(--t3)}
    .plot .late{fill:var(--red)}
    .plot .span-name{fill:#fff;font-size:12px}
    @media (prefers-color-scheme:dark){.plot .span-name{fill:#0c1118}}
    .bar{fill:var(--blue)}
    .quantile{stroke:var(--ink);stroke-width:1;opacity:.55}.longest{stroke:var(--red);opacity:1}
    .p99{fill:var(--sky)}.p50{fill:var(--blue)}.max{stroke:var(--red);stroke-width:2}
    .row{fill:transparent}g:hover .row{fill:var(--line);opacity:.35}
    article{border-top:1px solid var(--line);padding:14px 0 10px;break-inside:avoid}
    article:target{background:var(--rose);border-radius:8px;padding:14px}
    h3{margin:0;font-size:15px;font-weight:500;display:flex;gap:10px;align-items:center;\
    flex-wrap:wrap}
    time,.time{font-variant-numeric:tabular-nums;color:var(--soft);white-space:nowrap}
    .effect{background:var(--red);color:var(--card);border-radius:6px;padding:1px 9px;\
    font-weight:650;font-size:13px}
    .kind{border:1px solid var(--line);border-radius:6px;padding:0 9px;font-size:13px;\
    color:var(--soft)}
    article p{margin:6px 0 10px;font-size:17px;overflow-wrap:anywhere}
    .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(420px,100%),1fr));\
    gap:22px 34px}
    figure{margin:0;break-inside:avoid}
    figcaption{font-size:15px;font-weight:600;margin-bottom:2px}
    figcaption b{color:var(--soft);font-weight:500;float:right}
    dl.row{display:flex;justify-content:space-between;gap:6px;font-size:14px;flex-wrap:wrap;\
    font-variant-numeric:tabular-nums;border-top:1px solid var(--line);padding-top:4px}
    .events{border-collapse:collapse;width:100%;font-size:14.5px}
    .events td{border-top:1px solid var(--line);padding:5px 14px 5px 0;vertical-align:top;\
    overflow-wrap:anywhere}
    .events tr:first-child td{border-top:0}
    #tip{position:fixed;display:none;pointer-events:none;background:var(--ink);color:var(--card);\
    padding:5px 10px;border-radius:7px;font-size:13.5px;max-width:420px;z-index:9}
    footer{margin:0;text-align:center}
    @media print{html{background:#fff}main{padding:0;max-width:none}header,section{border:0;\
    padding:10px 0}#tip{display:none!important}}

    """

  /// Shows what a mark stands for beside the pointer, sooner than the browser's own titles do.
  static let script: Markup = """
    (function(){var tip=document.getElementById('tip');\
    document.querySelectorAll('[data-tip] title').forEach(function(t){t.remove();});\
    document.addEventListener('mousemove',function(e){\
    var mark=e.target.closest('[data-tip]');\
    tip.style.display=mark?'block':'none';\
    if(!mark){return;}\
    tip.textContent=mark.getAttribute('data-tip');\
    tip.style.left=Math.max(8,Math.min(e.clientX+14,innerWidth-tip.offsetWidth-8))+'px';\
    tip.style.top=Math.max(8,Math.min(e.clientY+18,innerHeight-tip.offsetHeight-8))+'px';});})();
    """
}

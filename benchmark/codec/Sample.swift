/// Documents of about the size that functions get.
enum Sample {
    /// Some 3 KB.
    static let request = Array(
        #"""
        {"version":"2.0","routeKey":"POST /orders/{id}","rawPath":"/prod/orders/4711","rawQueryString":"expand=items&expand=customer&page=2",
        "cookies":["session=8f14e45fceea167a5a36dedd4bea2543","theme=dark","consent=necessary%2Cstatistics"],
        "headers":{"accept":"application/json, text/plain;q=0.9, */*;q=0.8","accept-encoding":"gzip, deflate, br, zstd","accept-language":"de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7",
        "content-length":"512","content-type":"application/json","host":"api.shop.example","origin":"https://www.shop.example","referer":"https://www.shop.example/checkout/review?step=3",
        "sec-ch-ua":"\"Chromium\";v=\"130\", \"Not?A_Brand\";v=\"99\"","sec-ch-ua-mobile":"?0","sec-ch-ua-platform":"\"Linux\"","sec-fetch-dest":"empty","sec-fetch-mode":"cors","sec-fetch-site":"same-site",
        "user-agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
        "x-amzn-trace-id":"Root=1-67891233-abcdef012345678912345678","x-forwarded-for":"203.0.113.189","x-forwarded-port":"443","x-forwarded-proto":"https",
        "authorization":"Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiI0NzExIiwic2NvcGUiOiJvcmRlcnMifQ.c2lnbmF0dXJlLW9mLXRoZS10b2tlbi1pcy1sb25nLWVub3VnaA"},
        "queryStringParameters":{"expand":"items,customer","page":"2"},
        "requestContext":{"accountId":"123456789012","apiId":"a1b2c3d4e5","authorizer":{"jwt":{"claims":{"sub":"4711","iss":"https://login.shop.example/","aud":"orders","exp":"1700003600","iat":"1700000000","scope":"orders:read orders:write"},"scopes":["orders:read","orders:write"]}},
        "domainName":"api.shop.example","domainPrefix":"api","http":{"method":"POST","path":"/prod/orders/4711","protocol":"HTTP/1.1","sourceIp":"203.0.113.189","userAgent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"},
        "requestId":"JKJaXmPLvHcESHA=","routeKey":"POST /orders/{id}","stage":"prod","time":"12/Mar/2026:19:03:58 +0000","timeEpoch":1773342238000},
        "body":"{\"items\":[{\"sku\":\"A-1001\",\"quantity\":2,\"price\":19.95},{\"sku\":\"B-2002\",\"quantity\":1,\"price\":249.0}],\"note\":\"Bitte klingeln – 2. Stock\"}",
        "pathParameters":{"id":"4711"},"isBase64Encoded":false,"stageVariables":{"pool":"blue"}}
        """#.utf8)
}
